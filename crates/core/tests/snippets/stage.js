// A host page for one snippet. What it asks of the embed is written to stdout when it is done.
const record = { posted: [], asked: [], fetched: [] };
const server = 'https://embed.example';
const said = console.log;
console.log = () => {};

const heard = [];
globalThis.addEventListener = (type, listener) => {
  if (type !== 'message') throw new Error(`a page is told of no ${type}`);
  heard.push(listener);
};
globalThis.setInterval = (again) => (again(), 1);
globalThis.clearInterval = () => {};
globalThis.matchMedia = () => ({ matches: true, addEventListener() {} });
globalThis.MessageChannel = class {
  port1 = { postMessage: (request) => record.asked.push(request) };
  port2 = {};
};
globalThis.fetch = async (address) => {
  record.fetched.push(address);
  return { ok: true, json: async () => ({ access_token: 'sat_x' }), text: async () => 'sat_x' };
};
process.env.VIVAVOCE_API_KEY = 'vv_x';

const frame = {
  style: {},
  contentWindow: {
    postMessage(message, target) {
      if (target !== server) throw new Error(`posted to ${target}`);
      record.posted.push(message);
    },
  },
};

const kinds = ['start', 'stop', 'terminated', 'submit', 'ready', 'click', 'error', 'resize', 'tokenneeded'];
const commands = [
  'start', 'stop', 'send', 'prefill', 'setVariables', 'setUser', 'setTheme', 'setAccessToken', 'getState', 'destroy',
];
const talk = new Proxy({ getToken: null, variables: {} }, {
  get(element, name) {
    if (name === 'addEventListener') {
      return (type, listener) => {
        if (!kinds.some((kind) => type === `vv-${kind}`)) throw new Error(`the element says no ${type}`);
        listener({ detail: { event: 'onSubmit', sessionId: 'x', timestamp: 1 } });
      };
    }
    if (name in element) return element[name];
    if (!commands.includes(name)) throw new Error(`the element has no ${String(name)}`);
    return async (value) => {
      record.asked.push({ id: 1, command: value === undefined ? { name } : { name, value } });
      return { phase: 'ready', scenarioId: 'x' };
    };
  },
  set(element, name, value) {
    if (!(name in element)) throw new Error(`the element has no ${String(name)}`);
    element[name] = value;
    return true;
  },
});
globalThis.document = {
  querySelector(selector) {
    if (selector === 'viva-voce') return talk;
    if (selector === 'iframe') return frame;
    throw new Error(`no ${selector} in the page`);
  },
};

await (async () => {
  SNIPPET
  if (typeof conversationToken === 'function') await conversationToken();
})();
if (talk.getToken) await talk.getToken();
for (const data of [
  { event: 'onSubmit', sessionId: 'x', timestamp: 1 },
  { type: 'onResize', data: { scenario_id: 'x', height: 700 } },
  null,
]) {
  for (const listener of heard) listener({ source: frame.contentWindow, origin: server, data });
}
said(JSON.stringify(record));
