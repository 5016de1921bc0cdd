// Starts the widget. Its file names stand on its own tag, because no inline script may; they are
// relative to the base that stands there too.
const { base, ...files } = document.querySelector("script[data-base]").dataset;
const at = (name) => files[name] && new URL(base + files[name], document.baseURI).href;
// Should the guard itself not have come, a sentence is still owed.
const failed = window.vivavoceFailed ?? (() => {
  const line = document.querySelector(".loading-word");
  if (line) line.textContent = "The conversation could not be loaded.";
});

// A function that returns an `externref`: what no engine reads that is too old for the widget.
const probe = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 111]);
const kind = (error) => {
  if (error instanceof WebAssembly.RuntimeError) return "crash";
  if (/CSP|Content Security/.test(error)) return "policy";
  return WebAssembly.validate(probe) ? "load" : "unsupported";
};

// What the visitor reads, in a language. The widget asks for it, and the page has it preloaded.
window.vivavoceWords = async (language) => {
  const answer = await fetch(at("words").replace("*", language));
  return answer.ok ? answer.text() : "";
};

// Both at once: neither needs the other to be under way.
const fetched = fetch(at("wasm"));
fetched.catch(() => {});
try {
  const { default: start } = await import(at("glue"));
  await start({ module_or_path: fetched });
} catch (error) {
  console.error(error);
  failed(window.WebAssembly ? kind(error) : "unsupported");
}

// The reader of markdown comes while the visitor reads the first screen. Without it the
// conversation goes on in plain text.
const glue = at("markdownGlue");
if (glue) {
  const idle = window.requestIdleCallback || ((work) => setTimeout(work, 200));
  idle(async () => {
    try {
      const { load } = await import(glue);
      await load(at("markdownWasm"));
    } catch (error) {
      console.warn("Markdown is shown as plain text:", error);
    }
  }, { timeout: 2000 });
}
