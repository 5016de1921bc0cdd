// AG-UI's own client, which verifies the order and form of all it is sent, against our `/ag-ui/{scenario}`. What our
// server sent is left in the file that is named, for `models.py`.

import { HttpAgent } from '@ag-ui/client';
import { writeFileSync } from 'node:fs';
import { check, named, server, within } from './lib.mjs';

const OF = named('@ag-ui/client');
const [file] = process.argv.slice(2);
const recorded = [];

const { url, api } = await server('[agent]\npace_ms = 1\n');
const script = {
  fallback: 'Pardon?',
  closing: 'Bye.',
  steps: [
    { say: 'Hello, {{ name }}.' },
    {
      label: 'menu',
      ask: 'How can I help?',
      choices: [
        { id: 'order', text: 'Where is my order?', goto: 'order' },
        { id: 'pay', text: 'Pay', keywords: ['pay'], goto: 'pay' },
        { id: 'bye', text: 'Goodbye', goto: 'end' },
      ],
    },
    { label: 'order', tool: 'look_up_order', input: { number: 7 }, result: { status: 'on its way' } },
    { say: 'It is on its way.', goto: 'menu' },
    { label: 'pay', ask: 'What is on the card?', save: 'card', hold: true },
    { say: 'Paid with {{ card }}.', goto: 'menu' },
  ],
};
await api('POST /scenarios', { name: 'Shop', slug: 'shop', is_public: true, description: 'Help', ai_instructions: 'Help.', script });
await api('POST /scenarios', { name: 'Private', slug: 'private', is_public: false, description: 'Help', ai_instructions: 'Help.' });
const slow = {
  steps: [{ ask: 'For what?' }, { tool: 'wait', wait: 10000 }, { ask: 'And now?' }, { ask: 'Over. What else?' }],
};
await api('POST /scenarios', { name: 'Slow', slug: 'slow', is_public: true, description: 'Wait', ai_instructions: 'Wait.', script: slow });

/** An agent at our door; what it is sent is recorded. */
function agent(scenario, more = {}) {
  return new HttpAgent({
    url: `${url}/ag-ui/${scenario}`,
    threadId: crypto.randomUUID(),
    fetch: async (address, request) => {
      const answer = await fetch(address, request);
      if (!answer.ok) return answer;
      const place = recorded.push('') - 1;
      const decoder = new TextDecoder();
      const noted = new TransformStream({
        transform(chunk, onward) {
          recorded[place] += decoder.decode(chunk, { stream: true });
          onward.enqueue(chunk);
        },
      });
      return new Response(answer.body.pipeThrough(noted), answer);
    },
    ...more,
  });
}

const shown = (agent) =>
  agent.messages.map((it) => {
    const calls = (it.toolCalls ?? []).map((call) => ` ${call.function.name}(${call.function.arguments})`);
    return `${it.role}:${it.content ? ` ${it.content}` : ''}${calls.join('')}`;
  });

/** Says these, one after the other; gives what the client has of the conversation. */
async function talk(agent, ...sayings) {
  for (const said of sayings) {
    if (said !== null) agent.addMessage({ id: crypto.randomUUID(), role: 'user', content: said });
    await agent.runAgent();
  }
  return shown(agent);
}

const GREETED = ['assistant: Hello, {{ name }}.', 'assistant: How can I help?'];

await check(OF, 'an empty thread is greeted', 'a run without messages', GREETED, () => talk(agent('shop'), null));

await check(
  OF,
  'three turns with a tool go on in one thread',
  ['(nothing)', 'Where is my order?', 'Where is my order?', 'Goodbye'],
  [
    ...GREETED,
    'user: Where is my order?',
    'assistant: look_up_order({"number":7})',
    'tool: {"status":"on its way"}',
    'assistant: It is on its way.',
    'assistant: How can I help?',
    'user: order',
    'assistant: look_up_order({"number":7})',
    'tool: {"status":"on its way"}',
    'assistant: It is on its way.',
    'assistant: How can I help?',
    'user: Goodbye',
    'assistant: Bye.',
  ],
  () => talk(agent('shop'), null, 'Where is my order?', 'order', 'Goodbye'),
);

await check(
  OF,
  'buttons come as a custom event',
  'a run without messages',
  ['order', 'pay', 'bye'],
  async () => {
    const seen = [];
    await agent('shop').runAgent({}, {
      onCustomEvent: ({ event }) => {
        if (event.name === 'choices') seen.push(...[event.value.choices ?? event.value].flat().map((it) => it.id));
      },
    });
    return seen;
  },
);

await check(
  OF,
  'what the visitor is called comes from state and context',
  { state: { name: 'Ada' } },
  'assistant: Hello, Ada.',
  async () => (await talk(agent('shop', { initialState: { name: 'Ada' } }), null))[0],
);

await check(
  OF,
  'an interrupt is resumed by its id',
  ['(nothing)', 'pay', 'resume: "4242"'],
  ['assistant: What is on the card?', 'assistant: Paid with 4242.', 'assistant: How can I help?'],
  async () => {
    const it = agent('shop');
    await talk(it, null, 'pay');
    const [open] = it.pendingInterrupts;
    await it.runAgent({ resume: [{ interruptId: open.id, status: 'resolved', payload: '4242' }] });
    return shown(it).filter((line) => line.startsWith('assistant')).slice(-3);
  },
);

await check(
  OF,
  'the thread goes on from another client',
  ['(nothing)', 'a new client: order'],
  ['assistant: It is on its way.', 'assistant: How can I help?'],
  async () => {
    const first = agent('shop');
    await talk(first, null);
    const second = agent('shop', { threadId: first.threadId });
    return (await talk(second, 'order')).slice(-2);
  },
);

await check(OF, 'an aborted run ends, and its thread goes on', 'abort while a tool runs; then: Go on', ['assistant: Over. What else?'], async () => {
  const it = agent('slow');
  await talk(it, null);
  it.addMessage({ id: 'a', role: 'user', content: 'Go' });
  let started;
  const began = new Promise((resolve) => (started = resolve));
  const whole = it.runAgent({}, { onToolCallStartEvent: () => started() });
  await within(20, 'the tool', began);
  it.abortRun();
  await whole;
  return (await talk(it, 'Go on')).slice(-1);
});

for (const [name, where, status] of [
  ['a private scenario without a bearer', 'private', 401],
  ['a scenario that is not there', 'nowhere', 404],
]) {
  await check(OF, `${name} is an error with a sentence`, `a run of ${where}`, [status, true], async () => {
    const error = await agent(where).runAgent().catch((error) => error);
    return [error.status, /[a-z]/.test(error.payload?.detail ?? '')];
  });
}

writeFileSync(file, JSON.stringify(recorded));
process.exit();
