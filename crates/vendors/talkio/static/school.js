// Beside the embed: who is in a frame, what time it is there, reading aloud, and what a model remarks.

const root = document.documentElement;
// For a browser that does not say in which place it loads a page.
if (window.parent !== window) root.dataset.framed = "";

for (const time of document.querySelectorAll("time[datetime]")) {
  const at = new Date(time.dateTime);
  if (!Number.isNaN(at.getTime())) {
    time.textContent = at.toLocaleString(root.lang, { dateStyle: "medium", timeStyle: "short" });
  }
}

const help = document.getElementById("help");
const frame = document.getElementById("embed");

/** Settings of the browser's own, where it keeps any. */
const kept = {
  get: (name) => { try { return localStorage.getItem(name); } catch { return null; } },
  set: (name, value) => { try { localStorage.setItem(name, value); } catch { /* none are kept here */ } },
};

/** Markdown reads badly aloud. */
const plain = (text) => text
  .replaceAll(/```[\s\S]*?```/g, " ")
  .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
  .replaceAll(/[*_`#>|~]+/g, " ")
  .replaceAll(/\s+/g, " ")
  .trim();

/** From 1 (slow) to 5 (fast), 3 being how people speak. */
const RATES = [0.6, 0.8, 1, 1.25, 1.5];

const voice = () => {
  const box = document.getElementById("aloud");
  const synthesis = window.speechSynthesis;
  if (!box || !synthesis) return { isOn: () => false, say: () => {}, hush: () => {} };
  box.closest("label").hidden = false;
  box.checked = kept.get("vivavoce:aloud") === "true";
  box.addEventListener("change", () => {
    kept.set("vivavoce:aloud", String(box.checked));
    if (!box.checked) synthesis.cancel();
  });
  addEventListener("pagehide", () => synthesis.cancel());
  return {
    isOn: () => box.checked,
    say: (text) => {
      if (!box.checked || !text) return;
      const said = new SpeechSynthesisUtterance(text);
      said.lang = help.dataset.language;
      said.rate = RATES[Number(help.dataset.speed) - 1] ?? 1;
      const primary = said.lang.split("-")[0].toLowerCase();
      const voices = synthesis.getVoices();
      said.voice = voices.find((it) => it.lang.toLowerCase() === said.lang.toLowerCase())
        ?? voices.find((it) => it.lang.toLowerCase().split(/[-_]/)[0] === primary) ?? null;
      synthesis.speak(said);
    },
    hush: () => synthesis.cancel(),
  };
};

const line = (name, attributes, ...inner) => {
  const made = document.createElement(name);
  Object.assign(made, attributes);
  made.append(...inner);
  return made;
};

const remark = (kind, text, lang) => line("p", { className: "remark" },
  line("span", {}, `${help.dataset[kind]}: `), line("span", { lang, className: "text" }, text));

/** Draws what was remarked, newest first; what stands already is not touched. */
const draw = (messages) => {
  const list = document.getElementById("remarks");
  for (const message of messages) {
    const remarks = ["translation", "romanization", "feedback"].filter((kind) => message[kind]);
    if (remarks.length === 0 || help.dataset.shows !== "true") continue;
    const id = `remark-${message.id}`;
    const old = document.getElementById(id);
    if (old && old.dataset.kinds === remarks.join()) continue;
    const item = line("li", { id },
      line("p", { lang: help.dataset.language }, message.content),
      ...remarks.map((kind) => remark(kind, message[kind],
        kind === "romanization" ? `${help.dataset.language.split("-")[0]}-Latn` : help.dataset.own)));
    item.dataset.kinds = remarks.join();
    if (old) old.replaceWith(item);
    else list.prepend(item);
  }
};

const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });

/** Follows the conversation in the embed until the page goes. */
const follow = async () => {
  const { isOn, say, hush } = voice();
  let session = help.dataset.session;
  let after = "";
  let heard = null;
  let asking = new AbortController();
  // The embed may begin another conversation after the end of this one.
  addEventListener("message", (event) => {
    if (event.source !== frame.contentWindow || event.origin !== location.origin) return;
    const { event: name, sessionId } = event.data ?? {};
    if (name !== "onStart" || typeof sessionId !== "string" || sessionId === session) return;
    if (!/^[0-9a-f]{24}$/.test(sessionId)) return;
    session = sessionId;
    after = "";
    heard = null;
    hush();
    history.replaceState(history.state, "", `/app/chat/${session}${location.search.includes("hide-chat-sidebar") ? "?hide-chat-sidebar=true" : ""}`);
    asking.abort();
  });
  for (let tries = 0; ;) {
    if (document.hidden) {
      await new Promise((done) => { document.addEventListener("visibilitychange", done, { once: true }); });
      continue;
    }
    // Nothing is asked for that nobody wants.
    if (help.dataset.shows !== "true" && !isOn()) {
      heard = null;
      after = "";
      await pause(500);
      continue;
    }
    asking = new AbortController();
    const of = session;
    try {
      const answer = await fetch(`/app/chat/${of}/remarks?after=${encodeURIComponent(after)}`, { signal: asking.signal, cache: "no-store" });
      if (answer.status === 401 || answer.status === 404) { if (of === session) return; continue; }
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      const state = await answer.json();
      if (of !== session) continue;
      tries = 0;
      after = state.version;
      draw(state.messages);
      const spoken = state.messages.filter((it) => it.role === "assistant");
      // What was said before the page was opened is not read out again.
      if (heard) spoken.filter((it) => !heard.has(it.id)).forEach((it) => say(plain(it.content)));
      heard = new Set(spoken.map((it) => it.id));
      if (state.ended) await pause(5_000);
    } catch {
      if (asking.signal.aborted) continue;
      tries += 1;
      await pause(Math.min(30_000, 1_000 * 2 ** tries));
    }
  }
};

if (help && frame) follow();
