// Loads the markdown parser, a Wasm module without glue of its own, and lends it to the widget.
//
// `boot.js` calls `load(url)` when the page is idle. Once it is there, `globalThis.vivavoceMarkdown`
// turns a text into its tree as bytes, and a `vivavoce-markdown` event on the window says so; until
// then, and where it never comes, the widget shows plain text. It needs `'wasm-unsafe-eval'` and
// `connect-src` for the file, and touches no markup, so Trusted Types have nothing to object to.

// A module that trapped is done for and is replaced; a parser that traps on everything is not
// replaced for ever.
const RESTARTS = 8;

// The texts that trapped are not parsed again, not after a reload either: as `[open, length, hash]`,
// under this name in sessionStorage. What is still being written may come to parse, so that its end
// gets a try of its own; until then everything that begins like it stays plain.
const TRAPPED = "vivavoce:unparsed";
const MOST = 32;

let trapped = [];
try {
  trapped = JSON.parse(sessionStorage.getItem(TRAPPED)) ?? [];
} catch { /* Blocked: known for as long as the page is. */ }

/** FNV-1a over the UTF-16 units of the text's first `length`. */
function hash(text, length) {
  let sum = 0x811c9dc5;
  for (let at = 0; at < length; at++) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193);
  return sum >>> 0;
}

function hasTrapped(text, open) {
  return trapped.some(([wasOpen, length, sum]) =>
    wasOpen === open && (open ? length <= text.length : length === text.length) &&
    hash(text, length) === sum);
}

function rememberTrap(text, open) {
  trapped = [...trapped, [open, text.length, hash(text, text.length)]].slice(-MOST);
  try {
    sessionStorage.setItem(TRAPPED, JSON.stringify(trapped));
  } catch { /* As above. */ }
}

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
    if (!alive || hasTrapped(text, open)) return null;
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
      rememberTrap(text, open);
      console.error("Viva Voce: the markdown parser stopped.", error);
      if (restarts > 0) start(module, restarts - 1);
      return null;
    }
  };
  globalThis.dispatchEvent(new Event("vivavoce-markdown"));
  return true;
}
