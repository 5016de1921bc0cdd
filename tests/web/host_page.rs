//! A page around us: a frame that stands in for `window.parent` and records what it hears.

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(inline_js = r#"
let heard = [];
// Whether a message is what JSON could say: no `undefined`, no `Map`.
const isPlain = (value) => {
  if (value === null || ["string", "boolean"].includes(typeof value) || Number.isFinite(value)) return true;
  if (Array.isArray(value)) return value.every(isPlain);
  return Object.prototype.toString.call(value) === "[object Object]" && Object.values(value).every(isPlain);
};
const line = (message) => (isPlain(message) ? "" : "not plain: ") + JSON.stringify(message);
let handed = [];
let order = [];
let frame, port;
// What a message is, in a word or two.
function gist({ event, type, data, id, state, error, session, version }) {
  if (event) return event;
  if (type) return type + (data.code ? " " + data.code : "");
  if (id) return `#${id} ${state ? state.phase : error.code}`;
  if (version) return "welcome";
  if (!session) return "nothing kept";
  const { started, ended, submitted } = session.told;
  return ["kept", started && "started", ended && "ended", submitted && "submitted"].filter(Boolean).join(" ");
}
export function surround() {
  heard = [];
  handed = [];
  order = [];
  // What an earlier test's line still says is not heard.
  port = undefined;
  frame?.remove();
  frame = document.createElement("iframe");
  document.body.append(frame);
  const host = frame.contentWindow;
  host.postMessage = (message, target) => {
    heard.push(line(message) + " > " + target);
    order.push(gist(message));
  };
  Object.defineProperty(window, "parent", { value: host, configurable: true, writable: true });
}
export function alone() {
  frame?.remove();
  frame = undefined;
  Object.defineProperty(window, "parent", { value: window, configurable: true, writable: true });
}
export function order_lines() { return order.join("\n"); }
export function heard_lines() { return heard.join("\n"); }
export function say(message, origin, from_host) {
  const source = from_host ? frame.contentWindow : window;
  window.dispatchEvent(new MessageEvent("message", { data: message, origin, source }));
}
export function say_json(json, origin, from_host) { say(JSON.parse(json), origin, from_host); }
export function say_source(source, origin) { say(new Function(`return ${source}`)(), origin, true); }
export function greet(origin) { hello(origin, 1, false); }
export function hello(origin, version, resize) {
  const channel = new MessageChannel();
  const own = (port = channel.port1);
  own.onmessage = ({ data }) => {
    if (own !== port) return;
    order.push(gist(data) + " > port");
    if ("id" in data) heard.push(line(data) + " > port");
    else handed.push(line(data));
  };
  window.dispatchEvent(new MessageEvent("message", {
    data: { type: "vivavoce.hello", version, resize }, origin, source: frame.contentWindow, ports: [channel.port2],
  }));
}
export function furnish(height) {
  let main = document.querySelector("main.stand-in");
  if (!height) return void main?.remove();
  main ??= document.body.appendChild(document.createElement("main"));
  main.className = "embed stand-in";
  main.style.height = `${height}px`;
}
export function handed_lines() { return handed.join("\n"); }
let beacons = [];
const storage = Object.getOwnPropertyDescriptor(window, "sessionStorage");
export function record_beacons() {
  beacons = [];
  navigator.sendBeacon = (address, body) => beacons.push(address + " " + body) > 0;
}
export function block_storage() {
  record_beacons();
  Object.defineProperty(window, "sessionStorage", {
    configurable: true, get() { throw new DOMException("blocked", "SecurityError"); },
  });
}
export function unblock_storage() {
  Object.defineProperty(window, "sessionStorage", storage);
  delete navigator.sendBeacon;
}
export function leave(persisted) {
  window.dispatchEvent(new PageTransitionEvent("pagehide", { persisted }));
}
export function be_online() { window.dispatchEvent(new Event("online")); }
export function beacon_lines() { return beacons.join("\n"); }
export function command(json) { port.postMessage(JSON.parse(json)); }
export function command_source(source) {
  const message = new Function(`return ${source}`)();
  // What cannot be cloned never leaves.
  try { port.postMessage(message); } catch {}
}
"#)]
extern "C" {
    /// Puts a page around us that records what it hears.
    pub fn surround();
    /// Takes it away again.
    pub fn alone();
    /// One line per message: its JSON, ` > ` and the target origin, or `port`.
    pub fn heard_lines() -> String;
    /// One line per message, posted or over the port, as they came: what it is in a word or two.
    pub fn order_lines() -> String;
    /// A message event with this origin, from the page around us or from ourselves.
    pub fn say_json(json: &str, origin: &str, from_host: bool);
    /// One from the page around us that is whatever `source` evaluates to.
    pub fn say_source(source: &str, origin: &str);
    /// The loader's hello, with a port.
    pub fn greet(origin: &str);
    /// The same with a version, and perhaps the wish for `onResize`.
    pub fn hello(origin: &str, version: u32, resize: bool);
    /// An embed on the screen of this height, or none.
    pub fn furnish(height: u32);
    /// One line per message over the port that answers no command.
    pub fn handed_lines() -> String;
    /// Storage that throws, as in a sandbox; beacons are recorded instead of sent.
    pub fn block_storage();
    pub fn record_beacons();
    pub fn unblock_storage();
    /// What a document hears as it goes.
    pub fn leave(persisted: bool);
    /// What a document hears when the network is back.
    pub fn be_online();
    /// One line per beacon: address and body.
    pub fn beacon_lines() -> String;
    /// A message over that port.
    pub fn command(json: &str);
    /// What `source` evaluates to, over that port.
    pub fn command_source(source: &str);
}
