// Loads the widget's chunks: the files its Wasm was split into. The glue imports this, and this the
// glue, so the build (`xtask/src/split.rs`) bundles both into one file and puts the table in. Addresses
// are relative to that file: wherever it lies, they lie beside it.
import { initSync, lent } from "./vivavoce.js";

// A file by name: its address, its hash, and the names of those it needs. What some pages need and most
// never do, is stated by the page that does, in the links that load it ahead.
const files = FILES;
for (const { href, dataset } of document.querySelectorAll("link[data-chunk]")) {
  const [name, ...needs] = dataset.chunk.split(" ");
  files[name] = [href, dataset.integrity, ...needs];
}

// What chunks take from the glue; there once the glue of their own is.
let glue;
const loads = {};
// Only what came is remembered: what failed is asked for again.
const load = (name) =>
  (loads[name] ??= begin(name, ...(files[name] ?? [])).catch((gone) => {
    delete loads[name];
    throw gone;
  }));

// Rejects with whether the server has another build's files.
async function begin(name, file, integrity, ...needs) {
  // The page is of another build than we are.
  if (!file) throw true;
  const address = new URL(file, import.meta.url).href;
  if (file.endsWith(".css")) return link("stylesheet", address, integrity);
  const script = file.endsWith(".js");
  // An import says no hash; the link before it does, and both are one module. (A browser that knows no
  // such links compares nothing, as with the glue itself.)
  if (script) link("modulepreload", address, integrity);
  const answer = script ? import(address) : fetch(address, { integrity });
  // Told below; until then it must not count as unhandled.
  answer.catch(() => {});
  await Promise.all(needs.map(load));
  try {
    const came = await answer;
    if (script) glue = came.default(...lent());
    // Not from the stream: a host that serves Wasm under another type is forgiven.
    else await WebAssembly.instantiate(await came.arrayBuffer(), { [MAIN]: initSync(), [GLUE]: glue });
  } catch (error) {
    console.warn(`Viva Voce: the part "${name}" did not come.`, error);
    // A server that answers for this file with something else, or with nothing, has another build's.
    const status = await fetch(address, { method: "HEAD", cache: "no-store" }).then((it) => it.status, () => 0);
    throw status === 200 || status === 404 || status === 410;
  }
}

// Ends in any case: a view without its style sheet is plain, and works.
const link = (rel, href, integrity) =>
  new Promise((done) => {
    const link = document.createElement("link");
    Object.assign(link, { rel, crossOrigin: "", href, integrity, onload: done, onerror: done });
    document.head.append(link);
  });

export { load as loadChunk };
