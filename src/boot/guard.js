// Runs before anything else and outlives the Wasm: a panic there ends the instance, and only plain
// script can still say so. Classic and blocking; no inline code, so that a strict CSP lets it run.
(() => {
  "use strict";
  const w = window;
  const d = document;

  // The access token leaves the address before the first request could carry it along.
  const KEY = "scenarioAccessToken";
  let token;
  const strip = (text) => text.split("&").filter((pair) => {
    const [name, ...value] = pair.split("=");
    try {
      if (decodeURIComponent(name) !== KEY) return true;
      token = decodeURIComponent(value.join("=").replace(/\+/g, " ")) || token;
    } catch {
      return name !== KEY;
    }
    return false;
  }).join("&");
  const part = (text) => {
    const rest = strip(text.slice(1));
    return rest && text[0] + rest;
  };
  const { pathname, search, hash } = location;
  const address = pathname + part(search) + part(hash);
  if (address !== pathname + search + hash) {
    try {
      history.replaceState(history.state, "", address);
    } catch { /* An odd sandbox; the Referrer-Policy still keeps the address to itself. */ }
  }
  // Read once by the widget, which deletes it.
  if (token) Object.defineProperty(w, "vivavoceToken", { value: token, configurable: true });

  // leptos builds static subtrees from strings of ours: bare tags with inert attributes. Nothing
  // that could load, link or run gets through, whoever asks.
  if (w.trustedTypes && trustedTypes.createPolicy) {
    const inert = /^(?:[^<]|<!(?:----)?>|<\/[a-z][a-z0-9]*>|<(?!script|style|iframe|object|embed|link|meta|base|img|form|template)[a-z][a-zA-Z0-9]*(?:\s+(?!on|href|src|style|form|action|xlink|data(?!-))[a-zA-Z][\w:-]*(?:="[^"<>]*")?)*\s*\/?>)*$/;
    try {
      trustedTypes.createPolicy("default", { createHTML: (html) => (inert.test(html) ? html : null) });
    } catch { /* The page's CSP does not name the policy; then it does not require it either. */ }
  }

  // The colours the server computed, before the first paint.
  try {
    const { style, dataset } = d.documentElement;
    const page = JSON.parse(d.getElementById("vivavoce-config").textContent);
    for (const [name, value] of page.theme || []) style.setProperty(name, value);
    if (page.scheme) dataset.scheme = page.scheme;
  } catch { /* No block, or a broken one: the stylesheet's own colours. */ }

  const says = {
    load: "The conversation could not be loaded. Try again.",
    policy: "This page does not let the conversation start.",
    unsupported: "This browser is too old for the conversation.",
    crash: "The conversation stopped by mistake. Try again.",
  };
  let ready = false;
  let failed = false;
  let said = false;
  const tracks = (w.vivavoceTracks = []);

  const tell = (kind) => {
    if (said || w.parent === w) return;
    said = true;
    const host = location.ancestorOrigins && location.ancestorOrigins[0];
    // Extras go to a known page or to nobody.
    if (!/^https?:/.test(host || "")) return;
    const data = { scenario_id: pathname.split("/").filter(Boolean).pop() || "", code: kind, message: says[kind] };
    w.parent.postMessage({ type: "onError", data }, host);
  };

  const fail = (kind) => {
    if (failed) return;
    failed = true;
    clearTimeout(slow);
    clearTimeout(stalled);
    tracks.forEach((track) => track.stop());
    const show = () => {
      // A modal dialog would make the message inert.
      d.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close());
      const main = d.querySelector("main");
      main.dataset.phase = "failed";
      main.ariaBusy = null;
      // What was said stays to be read; what nobody serves any more cannot be pressed.
      if (!ready) main.textContent = "";
      main.querySelectorAll("button").forEach((button) => (button.disabled = true));
      const make = (tag, what) => Object.assign(d.createElement(tag), what);
      const box = make("div", { className: ready ? "trouble-panel" : "stage" });
      box.setAttribute("role", "alert");
      const text = make("p", { textContent: says[kind] });
      const button = make("button", { className: "button", textContent: "Retry", onclick: () => location.reload() });
      button.dataset.control = "retry";
      box.append(text, button);
      main.append(box);
    };
    if (d.body) show();
    else d.addEventListener("DOMContentLoaded", show);
    tell(kind);
  };

  const slow = setTimeout(() => {
    const line = d.querySelector(".loading-word");
    if (line) line.textContent = "This is taking longer than usual.";
  }, 5000);
  // A connection that stands still is not an error to the browser.
  const stalled = setTimeout(() => fail("load"), 15000);

  w.vivavoceReady = () => {
    ready = true;
    clearTimeout(slow);
    clearTimeout(stalled);
    // It came after all, and its own screen has taken the message's place.
    failed = false;
  };
  w.vivavoceFailed = (kind) => fail(says[kind] ? kind : "crash");

  // Traps and exhausted stacks poison the instance, and no panic hook hears of them.
  const poisoned = (error) =>
    w.WebAssembly && (error instanceof WebAssembly.RuntimeError ||
      (error instanceof RangeError && /wasm/.test(error.stack)));
  w.addEventListener("error", (event) => {
    if (event.target !== w) {
      // Without its style sheet the widget is plain, and works.
      if (!ready && event.target.tagName === "SCRIPT") fail("load");
    } else if (event.error && poisoned(event.error)) fail("crash");
  }, true);
  w.addEventListener("unhandledrejection", (event) => {
    if (poisoned(event.reason)) fail("crash");
  });
  d.addEventListener("securitypolicyviolation", (event) => {
    if (!ready && event.disposition === "enforce" && event.blockedURI === "wasm-eval") fail("policy");
  });

  if (typeof WebAssembly !== "object") fail("unsupported");
})();
