// nginx in front of our server, as Debian ships it: HTTP/1.0 to us, answers buffered, and once more with everything
// compressed. What is streamed must come while it is written.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check, events, freePort, listen, run, server, signal, start } from './lib.mjs';

const [nginx] = process.argv.slice(2);
// It tells its version on standard error.
const version = execFileSync('sh', ['-c', `"${nginx}" -v 2>&1`]).toString();
const OF = version.match(/nginx\/([\d.]+)/)[0].replace('/', ' ');

let firstWordsCame = signal();
/** Says `One`, and the rest once `One` was seen. `piece` is how one piece of it is written. */
async function slowly(response, piece, end) {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(piece('One'));
  await firstWordsCame.promise;
  response.end(piece(', two.') + end);
}
const model = await listen((request, response) =>
  slowly(
    response,
    (content) => `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content }, finish_reason: null }] })}\n\n`,
    'data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n',
  ),
);
let started = false;
const agent = await listen((request, response) => {
  started = false;
  slowly(
    response,
    (delta) => {
      const begin = started ? '' : 'data: {"type":"TEXT_MESSAGE_START","messageId":"m1","role":"assistant"}\n\n';
      started = true;
      return `${begin}data: ${JSON.stringify({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'm1', delta })}\n\n`;
    },
    'data: {"type":"TEXT_MESSAGE_END","messageId":"m1"}\n\ndata: {"type":"RUN_FINISHED"}\n\n',
  );
});

const { url, api } = await server(
  `[agent.model]\nurl = "${model}/v1"\nname = "stub"\n[backends.helper]\ndialect = "ag-ui"\nurl = "${agent}"\n`,
);
await api('POST /scenarios', {
  name: 'Shop', slug: 'shop', is_public: true, description: 'A shop', ai_instructions: 'Help.',
});

const ports = [await freePort(), await freePort()];
const folder = mkdtempSync(join(tmpdir(), 'nginx-'));
const site = (port, more) =>
  `server { listen 127.0.0.1:${port}; ${more} location / { proxy_pass ${url}; } }`;
writeFileSync(
  join(folder, 'nginx.conf'),
  `daemon off; pid nginx.pid; error_log stderr notice;
events {}
http {
  access_log off;
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;
  ${site(ports[0], '')}
  ${site(ports[1], 'gzip on; gzip_types *; gzip_proxied any; gzip_min_length 0;')}
}
`,
);
await start(nginx, ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'stderr'], (line) =>
  line.includes('start worker process '),
);

/** The deltas of a stream; the rest is written once the first came. */
async function seen(stream, finished = () => false) {
  const words = [];
  for await (const event of stream) {
    if (event.type === 'TEXT_MESSAGE_CONTENT') {
      words.push(event.delta);
      firstWordsCame.done();
    }
    if (finished(event)) break;
  }
  return words.join('|');
}

const zipped = { 'accept-encoding': 'gzip' };
for (const [setup, port] of [['defaults', ports[0]], ['gzip of everything', ports[1]]]) {
  const front = `http://127.0.0.1:${port}`;
  const post = async (path, body, headers = {}) => {
    const answer = await fetch(`${front}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    return answer.json();
  };
  const inTime = (name, sent, stream) =>
    check(OF, `${setup}: ${name} come as they are written`, sent, 'One|, two.', () => {
      firstWordsCame = signal();
      return stream();
    });

  await inTime("AG-UI's events", 'POST /ag-ui/shop', () => seen(events(`${front}/ag-ui/shop`, run('Hello'), zipped)));

  await inTime("a session's events", 'GET /api/embed/sessions/…/events', async () => {
    const session = await post('/api/embed/sessions', { scenario_id: 'shop', style: 'full' });
    const authorization = `Bearer ${session.session_token}`;
    // The greeting.
    return seen(
      events(`${front}/api/embed/sessions/${session.session_id}/events?after=0`, undefined, { authorization, ...zipped }),
      (event) => event.type === 'RUN_FINISHED',
    );
  });

  await inTime("a backend's events", 'POST /relay/helper', async () => {
    const session = await post('/api/embed/sessions', { scenario_id: 'agent', style: 'full', backend: 'helper' });
    const headers = { authorization: `Bearer ${session.session_token}`, ...zipped };
    return seen(events(`${front}/relay/helper`, run('Hello', { threadId: session.session_id }), headers));
  });
}

process.exit();
