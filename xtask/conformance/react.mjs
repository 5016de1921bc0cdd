// The element's React component, rendered by a server and hydrated in Chromium, with React 18 and 19.

import { build } from 'esbuild';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { check, listen, named, server, within } from './lib.mjs';

const HOST = process.env.VIVAVOCE_HOST;
const REQUIRE = 'const require = createRequire(import.meta.url);';

const { url, api } = await server('[agent]\npace_ms = 0\n');
const { id: shop } = await api('POST /scenarios', {
  name: 'Shop', slug: 'shop', is_public: true, description: 'A shop', ai_instructions: 'Help.',
  script: { steps: [{ ask: 'This is {{ company }}.' }] },
});

const APP = `
import { createElement as h, Fragment, StrictMode } from 'react';
import { VivaVoce } from 'viva-voce/react';
export const App = ({ strict, told }) => h(strict ? StrictMode : Fragment, null, h('main', null,
  h('h1', null, 'A page'),
  h(VivaVoce, {
    server: ${JSON.stringify(url)}, scenario: 'shop', style: { height: 600 },
    autoStart: true, promptUserInfo: false, variables: { company: 'Acme' },
    onReady: () => told('ready'), onStart: () => told('start'), onError: ({ code }) => told('error ' + code),
  }),
  h('p', null, 'Its end')));
`;
const SERVER = `${APP}
import { renderToString } from 'react-dom/server';
export const render = (strict) => renderToString(h(App, { strict, told: () => {} }));
`;
const PAGE = `${APP}
import { hydrateRoot } from 'react-dom/client';
const said = (globalThis.said = []);
const wrong = (globalThis.wrong = []);
const { error } = console;
console.error = (...words) => { wrong.push(words.join(' ')); error(...words); };
addEventListener('error', (event) => wrong.push(event.message));
globalThis.hydrate = (strict) => hydrateRoot(document.getElementById('root'), h(App, { strict, told: (it) => said.push(it) }), {
  onRecoverableError: (error) => wrong.push(String(error)),
});
globalThis.loaded = true;
`;

/** A bundle of one of these programs with this React. */
async function bundled(source, react, mode, platform) {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: import.meta.dirname },
    bundle: true,
    write: false,
    format: 'esm',
    platform,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': JSON.stringify(mode) },
    // React requires what Node brings, and a module has no `require`.
    banner: platform === 'node' ? { js: `import { createRequire } from 'node:module'; ${REQUIRE}` } : {},
    alias: { react: `react${react}`, 'react-dom': `react-dom${react}`, 'viva-voce/react': `${HOST}/react.js` },
  });
  return outputFiles[0].text;
}

const pages = new Map();
const site = await listen((request, response) => {
  const [type, body] = pages.get(request.url) ?? ['text/plain', ''];
  response.writeHead(body ? 200 : 404, { 'content-type': `${type}; charset=utf-8` }).end(body);
});

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
});

/** Opens a page that a server rendered, hydrates it, and gives what came of it. */
async function hydrated(react, mode, strict) {
  const program = join(import.meta.dirname, `rendered-${react}-${mode}.mjs`);
  writeFileSync(program, await bundled(SERVER, react, mode, 'node'));
  const { render } = await import(program);
  const html = render(strict);
  pages.set('/page.js', ['text/javascript', await bundled(PAGE, react, mode, 'browser')]);
  pages.set('/', [
    'text/html',
    `<!doctype html><title>A page</title><div id="root">${html}</div><script type="module" src="/page.js"></script>`,
  ]);
  const context = await browser.newContext();
  const page = await context.newPage();
  const openings = [];
  page.on('request', (request) => {
    const address = new URL(request.url());
    if (address.pathname.startsWith('/embed/')) openings.push(address.pathname);
    if (address.pathname === '/api/embed/sessions' && request.method() === 'POST') openings.push('a session');
  });
  await page.goto(site);
  await page.waitForFunction(() => globalThis.loaded);
  // Frameworks hydrate in a later task than the one that evaluated the bundle, and often much later: the browser
  // draws twice meanwhile.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const before = [...openings];
  await page.evaluate((strict) => globalThis.hydrate(strict), strict);
  const greeted = async () => {
    await page.waitForFunction(() => globalThis.said.includes('start') || globalThis.wrong.length);
    const frame = page.frames().find((it) => it.url().includes('/embed/'));
    return frame?.waitForFunction(() => document.body.innerText.match(/This is [^.]*\./)?.[0]).then((it) => it.jsonValue());
  };
  const words = await within(40, 'a greeting', greeted()).catch(String);
  const { said, wrong } = await page.evaluate(() => ({ said: globalThis.said, wrong: globalThis.wrong }));
  await context.close();
  return { before, openings, said, wrong, words };
}

for (const react of [18, 19]) {
  for (const [mode, strict] of [['production', false], ['development', false], ['development', true]]) {
    await check(
      named(`react-dom${react}`).replace(`react-dom${react}`, 'react-dom'),
      `a page that a server rendered is hydrated (${mode}${strict ? ', StrictMode' : ''})`,
      'an element with a scenario, variables and autoStart',
      {
        before: [],
        openings: ['/embed/shop', 'a session'],
        said: ['ready', 'start'],
        wrong: [],
        words: 'This is Acme.',
      },
      () => hydrated(react, mode, strict),
    );
  }
}

await browser.close();
process.exit();
