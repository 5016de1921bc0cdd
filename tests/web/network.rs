//! A network that does what a test says: it stands in for `fetch`, records what was asked, and
//! answers when told to.

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(inline_js = r#"
let asked = [];
const real = { fetch: globalThis.fetch, Request: globalThis.Request };
// A request's body could only be read asynchronously.
class Remembering extends real.Request {
  constructor(input, init = {}) {
    super(input, init);
    this.given = init.body ?? input.given;
  }
}
export function install() {
  asked = [];
  globalThis.Request = Remembering;
  globalThis.fetch = (input, init) => {
    const request = new Remembering(input, init);
    const call = { request, aborted: false };
    asked.push(call);
    return new Promise((resolve, reject) => {
      call.resolve = resolve;
      call.reject = reject;
      request.signal.addEventListener("abort", () => {
        call.aborted = true;
        const error = new DOMException("aborted", "AbortError");
        reject(error);
        call.controller?.error(error);
      });
    });
  };
}
export function restore() { Object.assign(globalThis, real); }
export function count() { return asked.length; }
export function line(n) {
  const call = asked[n];
  if (!call) return "";
  const { method, url, headers, given, keepalive } = call.request;
  // The browser names a body's type where nobody else does.
  const named = [...headers].filter(([, value]) => !value.startsWith("text/plain"));
  const lines = named.map(([name, value]) => ` ${name}=${value}`).join("");
  return `${method} ${url.replace(location.origin, "")}${lines}${given ? " " + given : ""}${keepalive ? " keepalive" : ""}`;
}
export function cache(n) { return asked[n].request.cache; }
export function aborted(n) { return asked[n].aborted; }
export function answer(n, status, headers, body) {
  asked[n].resolve(new Response(status === 204 ? null : body, { status, headers: JSON.parse(headers) }));
}
export function open(n, status, headers) {
  const call = asked[n];
  const body = new ReadableStream({ start(controller) { call.controller = controller; } });
  call.resolve(new Response(body, { status, headers: JSON.parse(headers) }));
}
export function chunk(n, text) { asked[n].controller.enqueue(new TextEncoder().encode(text)); }
export function close(n) { asked[n].controller.close(); }
export function cut(n) { asked[n].controller.error(new TypeError("network error")); }
export function refuse(n) { asked[n].reject("not even an Error"); }
"#)]
extern "C" {
    /// Replaces `fetch` and forgets what was asked before.
    pub fn install();
    pub fn restore();
    pub fn count() -> u32;
    /// `METHOD address header=value… body`, or nothing.
    pub fn line(n: u32) -> String;
    pub fn cache(n: u32) -> String;
    pub fn aborted(n: u32) -> bool;
    /// `headers` as a JSON object.
    pub fn answer(n: u32, status: u16, headers: &str, body: &str);
    pub fn open(n: u32, status: u16, headers: &str);
    pub fn chunk(n: u32, text: &str);
    pub fn close(n: u32);
    pub fn cut(n: u32);
    pub fn refuse(n: u32);
}

/// Lets everything that is ready run: promises, tasks, timers that are due.
pub async fn settle() {
    vivavoce::browser::timer::sleep(5).await;
}
