// Starts the playground. Its file names stand on its own tag, because no inline script may.
const tag = document.querySelector("script[data-glue]");
const waiting = () => document.getElementById("waiting");

const say = (text) => {
  const box = waiting() ?? document.body.appendChild(document.createElement("div"));
  box.id = "waiting";
  box.className = "waiting";
  const word = document.createElement("p");
  word.setAttribute("role", "alert");
  word.textContent = text;
  const again = document.createElement("button");
  again.className = "button";
  again.textContent = "Load again";
  again.addEventListener("click", () => location.reload());
  box.replaceChildren(word, again);
};

// A trap ends the Wasm for good, and only plain script can still say so.
addEventListener("error", ({ error }) => {
  if (window.WebAssembly && error instanceof WebAssembly.RuntimeError) {
    say("This page stopped by mistake. Nothing on the server was lost.");
  }
});

const fetched = fetch(tag.dataset.wasm);
fetched.catch(() => {});
try {
  if (!window.WebAssembly) throw new Error("no WebAssembly");
  const { default: start } = await import(tag.dataset.glue);
  await start({ module_or_path: fetched });
  waiting()?.remove();
} catch (error) {
  console.error(error);
  say(window.WebAssembly
    ? "This page could not be loaded. The server may have been updated meanwhile."
    : "This browser is too old for this page: it has no WebAssembly.");
}

// Transcripts are plain text without it.
try {
  const { load } = await import(tag.dataset.markdownGlue);
  await load(tag.dataset.markdownWasm);
} catch (error) {
  console.warn("Markdown is shown as plain text:", error);
}
