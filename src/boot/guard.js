// Runs before anything else and outlives the Wasm: a trap ends that instance, and only plain script
// can still say so. Classic and blocking; a file of its own, because the page's policy lets nothing
// inline run.
(() => {
  const d = document;
  const w = window;
  const find = (what) => d.querySelector(what);

  // The access token leaves the address before the first request could carry it along.
  const KEY = "scenarioAccessToken";
  const { pathname, search, hash, origin: own, ancestorOrigins } = location;
  let token;
  const without = (part) => {
    const rest = part.slice(1).split("&").filter((pair) => {
      const found = new URLSearchParams(pair).get(KEY);
      token = found || token;
      return found === null;
    }).join("&");
    return rest && part[0] + rest;
  };
  const show = (address) => {
    try {
      history.replaceState(history.state, "", address);
    } catch { /* An odd sandbox; the Referrer-Policy still keeps the address to itself. */ }
  };
  const scrubbed = without(search) + without(hash);
  if (scrubbed !== search + hash) show(pathname + scrubbed);
  // Read once by the widget, which deletes it.
  w.vivavoceToken = token;

  // The page has them in the visitor's language, where that is not English.
  let says = {
    load: "The conversation could not be loaded.",
    offline: "You seem to be offline.",
    policy: "This page does not let the conversation start.",
    unsupported: "This browser is too old for the conversation.",
    crash: "The conversation stopped with an error.",
    long: "This is taking longer than usual.",
    retry: "Retry",
  };

  // The colours the server computed, before the first paint; and who may frame us.
  let allowed = [];
  try {
    const root = d.documentElement;
    const page = JSON.parse(find("#vivavoce-config").textContent);
    says = { ...says, ...page.says };
    for (const [name, value] of page.theme || []) root.style.setProperty(name, value);
    if (page.scheme) root.dataset.scheme = page.scheme;
    allowed = page.deployment.allowed_hosts || allowed;
  } catch { /* No block, or a broken one: the stylesheet's own colours. */ }

  const tracks = (w.vivavoceTracks = []);
  let ready, failure, told;

  // A failure is told to a page whose origin the browser vouches for and to no other: the ancestor
  // it names, or else the sender of a hello from the window around us.
  const known = (origin) =>
    /^https?:/.test(origin) && (!allowed[0] || [...allowed, own].includes(origin)) && origin;
  let host = known((ancestorOrigins || [])[0]);
  const tell = () => {
    if (!failure || told || !host || parent === w) return;
    told = 1;
    parent.postMessage({
      type: "onError",
      data: { scenario_id: pathname.split("/").pop(), code: failure, message: says[failure] },
    }, host);
  };

  const retry = () => {
    // The widget keeps a draft once the typing rests; here it may rest for good.
    try {
      sessionStorage.setItem(
        `vivavoce:${history.state.vivavoce}:draft`,
        find("[data-control=message]").value,
      );
    } catch { /* No composer, no session, or no storage. */ }
    // No request carries a fragment, and the next page takes it out again.
    if (token) show(`#${KEY}=${encodeURIComponent(token)}`);
    location.reload();
  };
  const make = (tag, what) => Object.assign(d.createElement(tag), what);
  const button = () => {
    const made = make("button", { className: "button", textContent: says.retry, onclick: retry });
    made.dataset.control = "retry";
    return made;
  };

  const replace = () => {
    // What was said and typed stays, but as a copy: the Wasm's timers go on, and what it still
    // writes is not to be believed.
    const old = find("main");
    const main = old.cloneNode(ready);
    const all = (what, act) => main.querySelectorAll(what).forEach(act);
    old.replaceWith(main);
    all("dialog,[data-control=retry]", (old) => old.remove());
    all("button", (button) => (button.disabled = true));
    all("[role=log]", (log) => (log.scrollTop = 1e9));
    main.dataset.phase = "failed";
    main.ariaBusy = null;
    const box = make("div", { className: ready ? "trouble-panel" : "stage" });
    box.setAttribute("role", "alert");
    box.append(make(ready ? "p" : "h1", { textContent: says[failure] }), button());
    main.append(box);
    // The focus was here, and what had it is gone; it is not taken from the page around us.
    if (d.hasFocus()) box.lastChild.focus();
  };

  const fail = (kind) => {
    if (failure) return;
    failure = kind === "load" && !navigator.onLine ? "offline" : kind;
    // Nobody sees what the instance would still ask for, or do with the answer.
    if (kind === "crash") w.fetch = () => new Promise(() => {});
    tracks.forEach((track) => track.stop());
    if (w.speechSynthesis) speechSynthesis.cancel();
    // A body may stand whose main part is still on its way.
    if (find("main")) replace();
    else on("DOMContentLoaded", replace);
    tell();
  };

  setTimeout(() => {
    if (ready) return;
    // A style sheet on its way keeps everything from being painted, and the widget from starting.
    const link = find("link[rel=stylesheet]");
    if (link && !link.sheet) {
      link.media = "print";
      link.onload = () => (link.media = "");
    }
    const line = find(".loading-word");
    if (line) {
      line.textContent = says.long;
      line.after(button());
    }
  }, 4000);
  // A connection that stands still is not an error to the browser.
  setTimeout(() => ready || fail("load"), 15000);

  w.vivavoceReady = () => {
    ready = true;
    // It came after all, and its own screen has taken the message's place.
    failure = told = 0;
  };
  w.vivavoceFailed = (kind) => fail(says[kind] ? kind : "crash");

  const on = (name, heard) => addEventListener(name, heard, true);
  // Traps and exhausted stacks (RuntimeError, RangeError) poison the instance, and no panic hook
  // hears of them.
  const judge = (error) => {
    if (error && /^R[au]/.test(error.name) && /wasm/.test(error.stack)) fail("crash");
  };
  on("error", ({ target, error }) => {
    judge(error);
    // Without its style sheet the widget is plain, and works; and whoever else puts scripts into the
    // page (a CDN, an extension) sees to them himself. Ours names what it loads in turn.
    if (!ready && (target.dataset || {}).markdownGlue) fail("load");
  });
  on("unhandledrejection", ({ reason }) => judge(reason));
  on("message", ({ source, origin, data }) => {
    if (host || source !== parent || !data || data.type !== "vivavoce.hello") return;
    host = known(origin);
    tell();
  });
  on("online", () => {
    if (failure === "offline") retry();
  });
  on("securitypolicyviolation", ({ disposition, blockedURI }) => {
    if (!ready && disposition === "enforce" && blockedURI === "wasm-eval") fail("policy");
  });

  if (!w.WebAssembly) fail("unsupported");
})();
