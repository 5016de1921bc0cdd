// Starts the widget. Its file names stand on its own tag, because no inline script may.
const tag = document.querySelector("script[data-glue]");
const at = (name) => tag.dataset[name] && new URL(tag.dataset[name], document.baseURI).href;
const failed = (kind) => window.vivavoceFailed && window.vivavoceFailed(kind);

// Both at once: neither needs the other to be under way.
const fetched = fetch(at("wasm"));
fetched.catch(() => {});
try {
  const { default: start } = await import(at("glue"));
  await start({ module_or_path: fetched });
} catch (error) {
  console.error(error);
  const crashed = window.WebAssembly && error instanceof WebAssembly.RuntimeError;
  failed(crashed ? "crash" : /CSP|Content Security/.test(error) ? "policy" : "load");
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
