// Deliveries of a session's events, verified by `standardwebhooks`; one of them is refused at first and comes again.
// They are left in the file that is named, for `webhooks.py`.

import { writeFileSync } from 'node:fs';
import { Webhook } from 'standardwebhooks';
import { check, listen, named, run, server, told } from './lib.mjs';

const OF = named('standardwebhooks');
const [file] = process.argv.slice(2);

const delivered = [];
let heard = () => {};
const receiver = await listen((request, response, body) => {
  const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => name.startsWith('webhook-')));
  delivered.push({ headers, body });
  response.writeHead(delivered.length === 1 ? 500 : 204).end();
  heard();
});
/** Waits until the deliveries satisfy `test`. */
const until = (test) => new Promise((resolve) => {
  heard = () => test() && resolve();
  heard();
});

const { url, api } = await server('[webhooks]\nallow_private = true\n[agent]\npace_ms = 0\n');
const { secret } = await api('POST /webhooks', { url: `${receiver}/hook` });
const script = { steps: [{ ask: 'Grüße 😀, how are you?' }, { end: 'Goodbye.' }] };
await api('POST /scenarios', {
  name: 'Shop', slug: 'shop', is_public: true, description: 'A shop', ai_instructions: 'Help.', script,
});
const { threadId } = run();
for (const said of [undefined, 'Fine']) await told(`${url}/ag-ui/shop`, run(said, { threadId }));

const kinds = () => [...new Set(delivered.map((it) => JSON.parse(it.body).type))].sort();
await check(
  OF,
  'a session is told from its beginning to its end, and what was refused comes again, signed anew',
  'a session that is begun and ends',
  [['session.completed', 'session.started'], true],
  async () => {
    const again = () => delivered.filter((it) => it.headers['webhook-id'] === delivered[0].headers['webhook-id']);
    await until(() => kinds().includes('session.completed') && again().length > 1);
    const [first, second] = again().map((it) => it.headers);
    // A receiver takes no message that was signed long ago.
    const anew = second['webhook-timestamp'] > first['webhook-timestamp'];
    return [kinds().filter((it) => it !== 'session.analyzed'), anew];
  },
);

const webhook = new Webhook(secret);
await check(OF, 'every delivery verifies', 'all deliveries', [], () =>
  delivered.flatMap(({ headers, body }) => {
    try {
      webhook.verify(body, headers);
      return [];
    } catch (error) {
      return [`${JSON.stringify(headers)} ${body}: ${error}`];
    }
  }),
);

await check(OF, 'none verifies with another body', 'all deliveries', delivered.length, () =>
  delivered.filter(({ headers, body }) => {
    try {
      webhook.verify(body.replace('session', 'sessiom'), headers);
      return false;
    } catch {
      return true;
    }
  }).length,
);

writeFileSync(file, JSON.stringify({ secret, delivered }));
process.exit();
