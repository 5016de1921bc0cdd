// Loads the markdown parser, a Wasm module without glue of its own, and lends it to the widget.
//
// `boot.js` calls `load(url)` when the page is idle. Once it is there, `globalThis.vivavoceMarkdown`
// turns a text into its tree as bytes, and a `vivavoce-markdown` event on the window says so; until
// then, and where it never comes, the widget shows plain text. It needs `'wasm-unsafe-eval'` and
// `connect-src` for the file, and touches no markup, so Trusted Types have nothing to object to.

// A module that trapped is done for; a text that traps must not load it for ever.
const RESTARTS = 3;

let loading;

/** Resolves to whether the parser is there. Calling it again does nothing. */
export function load(url) {
  loading ??= fetchModule(url).then(start).catch((error) => {
    console.warn("Viva Voce: the markdown parser did not load; messages show as plain text.", error);
    return false;
  });
  return loading;
}

async function fetchModule(url) {
  const get = async () => {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
    return answer;
  };
  try {
    return await WebAssembly.compileStreaming(await get());
  } catch {
    // No streaming here, or a host that serves .wasm under another type.
    return WebAssembly.compile(await (await get()).arrayBuffer());
  }
}

async function start(module, restarts = RESTARTS) {
  const { exports } = await WebAssembly.instantiate(module, {});
  const encoder = new TextEncoder();
  let alive = true;

  globalThis.vivavoceMarkdown = (text, open, nodes, bytes) => {
    if (!alive) return null;
    try {
      const source = encoder.encode(text);
      const input = exports.vivavoce_alloc(source.length);
      new Uint8Array(exports.memory.buffer, input, source.length).set(source);
      const answer = exports.vivavoce_parse(input, source.length, open ? 1 : 0, nodes, bytes);
      const length = new DataView(exports.memory.buffer).getUint32(answer, true);
      const tree = new Uint8Array(exports.memory.buffer, answer + 4, length).slice();
      exports.vivavoce_free(answer, length);
      return tree;
    } catch (error) {
      alive = false;
      console.error("Viva Voce: the markdown parser stopped.", error);
      if (restarts > 0) start(module, restarts - 1);
      return null;
    }
  };
  globalThis.dispatchEvent(new Event("vivavoce-markdown"));
  return true;
}
