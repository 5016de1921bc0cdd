// What every program here needs: our server as a process, its API, and a line for each check.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const KEY = 'vv_a-key-of-a-server-that-is-gone-in-a-minute';

/** `name version` of a package that is installed here. */
export function named(name) {
  const { version } = JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, import.meta.url)));
  return `${name} ${version}`;
}

/**
 * Runs one check and prints how it went, for `cargo xtask prove conformance` to read. `got` gives what came of what
 * was `sent`.
 */
export async function check(of, name, sent, expected, got) {
  const line = { of, check: name, sent, expected };
  try {
    line.got = await within(60, name, Promise.resolve(got()));
    assert.deepEqual(line.got, expected);
    line.ok = true;
  } catch (error) {
    line.ok = false;
    line.got ??= String(error.stack ?? error);
  }
  console.log(JSON.stringify(line));
}

/** What never comes is an error, after more seconds than anything here takes. */
export function within(seconds, what, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: nothing after ${seconds} seconds`)), seconds * 1000);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

const running = [];
process.on('exit', () => running.forEach((stop) => stop()));

/** Starts a program; gives the first line it prints that `wanted` takes. It ends with us. */
export function start(program, args, wanted, options = {}) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  running.push(() => child.kill('SIGTERM'));
  const said = [];
  const found = new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface(stream).on('line', (line) => {
        said.push(line);
        const value = wanted(line);
        if (value) resolve({ value, child, said });
      });
    }
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`${program} ended (${code}):\n${said.join('\n')}`)));
  });
  return within(120, program, found);
}

/** Our server with an empty database and these lines as its `vivavoce.toml`. */
export async function server(settings = '', environment = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'vivavoce-'));
  running.push(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'vivavoce.toml'), settings);
  const args = ['--database', 'memory:', '--listen', '127.0.0.1:0'];
  const { value: url, said } = await start(
    process.env.VIVAVOCE_SERVER,
    args,
    (line) => line.match(/http:\/\/127\.0\.0\.1:\d+/)?.[0],
    { cwd: folder, env: { ...process.env, VIVAVOCE_API_KEY: KEY, ...environment } },
  );
  const api = async (call, body) => {
    const [method, path] = call.split(' ');
    const answer = await fetch(`${url}/api/public${path}`, {
      method,
      headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    const text = await answer.text();
    assert.ok(answer.ok, `${call}: ${answer.status} ${text}`);
    return text && JSON.parse(text);
  };
  return { url, said, api };
}

/** A server of a few lines on any free port; gives its address. */
export async function listen(handler) {
  const server = http.createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    handler(request, response, Buffer.concat(chunks).toString());
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  running.push(() => server.closeAllConnections());
  return `http://127.0.0.1:${server.address().port}`;
}

/** A port for a program that cannot choose one itself. */
export function freePort() {
  return new Promise((resolve) => {
    const probe = http.createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** A promise and what fulfils it. */
export function signal() {
  let done;
  const promise = new Promise((resolve) => (done = resolve));
  return { promise, done };
}

let threads = 0;
/** The body of a run, with a thread of its own unless one is given. */
export function run(said, more = {}) {
  const messages = said === undefined ? [] : [{ id: 'm1', role: 'user', content: said }];
  const threadId = `conformance-${process.pid}-${Date.now()}-${++threads}-0123456789`;
  return { threadId, runId: 'r1', state: {}, messages, tools: [], context: [], forwardedProps: {}, ...more };
}

/** Posts a run, or asks for a stream that needs none; gives the parsed events as they come. */
export async function* events(url, input, headers = {}) {
  const answer = await fetch(url, {
    method: input ? 'POST' : 'GET',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
    body: input && JSON.stringify(input),
  });
  assert.equal(answer.status, 200, `${url}: ${answer.status}`);
  let text = '';
  for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    let end;
    while ((end = text.indexOf('\n\n')) >= 0) {
      const data = text.slice(0, end).split('\n').filter((line) => line.startsWith('data:'));
      text = text.slice(end + 2);
      if (data.length) yield JSON.parse(data.map((line) => line.slice(5)).join('\n'));
    }
  }
}

/** All events of a run, as one line: its texts, the tools it called, and how it ended. */
export async function told(url, input, headers) {
  const words = [];
  for await (const event of events(url, input, headers)) {
    if (event.type === 'TEXT_MESSAGE_START') words.push('');
    if (event.type === 'TEXT_MESSAGE_CONTENT') words[words.length - 1] += event.delta;
    if (event.type === 'TOOL_CALL_START') words.push(`(${event.toolCallName})`);
    if (event.type === 'CUSTOM' && event.name === 'choices') words.push(JSON.stringify(event.value));
    if (event.type === 'RUN_FINISHED') words.push(event.outcome?.type ?? 'finished');
    if (event.type === 'RUN_ERROR') words.push(`error: ${event.message}`);
  }
  return words;
}
