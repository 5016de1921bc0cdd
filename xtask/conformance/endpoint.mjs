// A LiteLLM proxy as the endpoint of our agent's model. Behind it stands an endpoint of a few lines, which shows what
// reached it, or a model that LiteLLM plays itself.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { check, events, freePort, listen, run, server, signal, start, told } from './lib.mjs';

const [litellm] = process.argv.slice(2);
const python = join(dirname(litellm), 'python');
const version = execFileSync(python, ['-c', 'import importlib.metadata as m; print(m.version("litellm"))']);
const OF = `litellm ${version.toString().trim()}`;

const asked = [];
let firstWordsCame = signal();
const fails = {
  limited: [429, { error: { message: 'Rate limit reached for requests', type: 'requests', code: 'rate_limit_exceeded' } }],
  broken: [500, { error: { message: 'The server had an error', type: 'server_error' } }],
  misformed: [
    400,
    {
      error: {
        message: "Failed to call a function. Please adjust your prompt. See 'failed_generation' for more details.",
        type: 'invalid_request_error',
        code: 'tool_use_failed',
        failed_generation: '<function=offer_choices>["Tea"',
      },
    },
  ],
  outgrown: [
    400,
    {
      error: {
        message:
          "This model's maximum context length is 8192 tokens. However, your messages resulted in 9211 tokens " +
          '(8711 in the messages, 500 in the functions). Please reduce the length of the messages or functions.',
        type: 'invalid_request_error',
        param: 'messages',
        code: 'context_length_exceeded',
      },
    },
  ],
};
const failing = new Set();

/** What the endpoint does is what the visitor's last words name. */
const upstream = await listen((request, response, body) => {
  if (!body) return response.writeHead(404).end();
  const wanted = JSON.parse(body);
  asked.push(wanted);
  const said = wanted.messages.filter((it) => it.role === 'user').at(-1)?.content ?? '';
  const last = wanted.messages.at(-1);
  const text = typeof said === 'string' ? said : said.map((it) => it.text).join('');
  for (const [word, [status, error]] of Object.entries(fails)) {
    // One that fails now and then fails once; the others always.
    const once = word === 'misformed' || word === 'outgrown';
    if (!text.includes(word) || (once && failing.has(word))) continue;
    failing.add(word);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(error));
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const piece = (delta, finish_reason = null) => {
    const choices = [{ index: 0, delta, finish_reason }];
    const chunk = { id: 'c1', object: 'chat.completion.chunk', created: 1, model: 'stub', choices };
    response.write(`data: ${JSON.stringify(chunk)}\n\n`);
  };
  const end = () => response.end('data: [DONE]\n\n');
  piece({ role: 'assistant', content: '' });
  if (text.includes('buttons') && last.role !== 'tool') {
    const call = { name: 'offer_choices', arguments: '' };
    piece({ tool_calls: [{ index: 0, id: 'call_1', type: 'function', function: call }] });
    for (const part of ['{"question":"Tea or coffee?",', '"choices":["Tea","Coffee"]}']) {
      piece({ tool_calls: [{ index: 0, function: { arguments: part } }] });
    }
    piece({}, 'tool_calls');
    return end();
  }
  piece({ content: 'One' });
  // Whole chunks, and the connection is gone.
  if (text.includes('dies')) return setImmediate(() => response.destroy());
  firstWordsCame.promise.then(() => {
    piece({ content: ', two.' });
    piece({}, 'stop');
    end();
  });
  if (!text.includes('slowly')) firstWordsCame.done();
});

const folder = mkdtempSync(join(tmpdir(), 'litellm-'));
const model = (name, params) => `
  - model_name: ${name}
    litellm_params: ${JSON.stringify({ model: `openai/${name}`, api_key: 'none', ...params })}`;
writeFileSync(
  join(folder, 'config.yaml'),
  `model_list:${model('mock', { mock_response: 'Hello from the mock.' })}${model('stub', {
    api_base: `${upstream}/v1`,
  })}${model('dead', { api_base: 'http://127.0.0.1:9/v1' })}
litellm_settings:
  num_retries: 0
general_settings:
  master_key: sk-conformance
`,
);
const port = await freePort();
await start(
  litellm,
  ['--config', join(folder, 'config.yaml'), '--host', '127.0.0.1', '--port', String(port), '--telemetry', 'False'],
  (line) => line.includes('Uvicorn running on'),
  // Prices come with the package; nothing is asked of a network.
  { cwd: folder, env: { ...process.env, LITELLM_LOCAL_MODEL_COST_MAP: 'True', NO_COLOR: '1' } },
);

/** The address of a scenario that this model plays. */
async function playedBy(name, key = 'sk-conformance') {
  const { url, api } = await server(
    `[agent.model]\nurl = "http://127.0.0.1:${port}/v1"\nname = "${name}"\nkey = "${key}"\n`,
  );
  await api('POST /scenarios', {
    name: 'Shop', slug: 'shop', is_public: true, description: 'A shop', ai_instructions: 'Help.',
  });
  return `${url}/ag-ui/shop`;
}

/** What a sentence about a failure means, whatever its words. */
const MEANINGS = {
  'it is busy': /many people|busy/,
  'it cannot be reached': /be reached/,
  'it is not set up': /not set up/,
};
function meaning(line) {
  if (!line.startsWith('error: ')) return line;
  return Object.keys(MEANINGS).find((name) => MEANINGS[name].test(line)) ?? line;
}

const stub = await playedBy('stub');
const mock = await playedBy('mock');
const cases = [
  ['a model that LiteLLM plays itself is heard', mock, 'Hello', ['Hello from the mock.', 'success']],
  ['a stream is heard whole', stub, 'Hello', ['One, two.', 'success']],
  ['429 is told as such', stub, 'limited', ['it is busy']],
  ['500 is told as such', stub, 'broken', ['it cannot be reached']],
  ['an endpoint behind it that is not there is told as such', await playedBy('dead'), 'Hello', ['it cannot be reached']],
  ['a wrong key is told as such', await playedBy('stub', 'sk-wrong'), 'Hello', ['it is not set up']],
  ['a model it does not know is told as such', await playedBy('another'), 'Hello', ['it is not set up']],
  ['a stream that breaks off is told as such, after its words', stub, 'dies', ['One', 'it cannot be reached']],
  ['one bad generation is asked for again', stub, 'misformed', ['One, two.', 'success']],
];
for (const [name, url, said, expected] of cases) {
  await check(OF, name, said, expected, async () => (await told(url, run(said))).map(meaning));
}

await check(
  OF,
  'a conversation that outgrew the model is asked again without its beginning',
  ['much', '… five times more', 'outgrown'],
  [['One, two.', 'success'], true],
  async () => {
    const { threadId } = run();
    for (let turn = 0; turn < 6; turn++) await told(stub, run('much '.repeat(700), { threadId }));
    const end = await told(stub, run('outgrown', { threadId }));
    const [before, after] = asked.slice(-2).map((it) => JSON.stringify(it.messages).length);
    return [end, after < before];
  },
);

await check(OF, 'tools go through, and a call in pieces comes back', 'buttons', ['Tea or coffee?', ['Tea', 'Coffee']], async () => {
  const seen = ['', []];
  for await (const event of events(stub, run('buttons'))) {
    if (event.type === 'TEXT_MESSAGE_CONTENT') seen[0] += event.delta;
    if (event.name === 'choices') seen[1] = (event.value.choices ?? event.value).map((it) => it.text);
  }
  return seen;
});

await check(OF, 'tools are still offered after all of this', 'Hello', true, async () => {
  await told(stub, run('Hello'));
  return (asked.at(-1).tools ?? []).some((it) => it.function.name === 'offer_choices');
});

await check(OF, 'words come as they are written', 'slowly', ['One', ', two.'], async () => {
  firstWordsCame = signal();
  const words = [];
  for await (const event of events(stub, run('slowly'))) {
    if (event.type !== 'TEXT_MESSAGE_CONTENT') continue;
    words.push(event.delta);
    // The rest is written only now.
    firstWordsCame.done();
  }
  return words;
});

process.exit();
