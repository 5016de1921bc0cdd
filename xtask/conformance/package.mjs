// The element's package, installed by npm from our server's address into an empty folder, and bundled.

import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check, named, server } from './lib.mjs';

const { url } = await server();
const { package: versioned } = await (await fetch(`${url}/assets/viva-voce.json`)).json();
const npm = `npm ${execFileSync('npm', ['--version'], { encoding: 'utf8' }).trim()}`;

for (const path of ['/viva-voce.tgz', versioned]) {
  const folder = mkdtempSync(join(tmpdir(), 'vivavoce-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  const installed = (name) => join(folder, 'node_modules/viva-voce', name);
  const read = (name) => JSON.parse(readFileSync(name, 'utf8'));
  const address = url + path;

  await check(npm, `the package of ${path.replace(/\d.*\d/, 'VERSION')} is installed`, `npm install ${address}`, {
    depends: { 'viva-voce': address }, packages: ['viva-voce'], missing: [],
  }, () => {
    // No registry is asked: there is none at that address.
    const registry = '--registry=http://127.0.0.1:9/';
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--fetch-retries=0', registry, address], { cwd: folder });
    const { exports, files, types } = read(installed('package.json'));
    const named = Object.values(exports).flatMap((one) => (typeof one === 'string' ? one : Object.values(one)));
    const { packages } = read(join(folder, 'package-lock.json'));
    return {
      depends: read(join(folder, 'package.json')).dependencies,
      packages: Object.keys(packages).filter(Boolean).map((name) => name.replace('node_modules/', '')),
      missing: [types, ...files, ...named].filter((name) => !existsSync(installed(name))),
    };
  });

  const bundled = async (contents) => {
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: folder }, bundle: true, write: false, format: 'esm', logLevel: 'silent',
      external: ['react'],
    });
    return /customElements/.test(outputFiles[0].text);
  };
  for (const [name, source] of [
    ['viva-voce', "import { VivaVoceElement } from 'viva-voce'; VivaVoceElement.server = 'https://embed.example';"],
    ['viva-voce/react', "import { VivaVoce } from 'viva-voce/react'; console.log(VivaVoce);"],
  ]) {
    await check(named('esbuild'), `${name} of it is bundled`, source, true, () => bundled(source));
  }
}

process.exit();
