// A page written in TypeScript. `@ts-expect-error` marks what must not pass.
import { VivaVoceElement, VivaVoceError, VERSION } from 'viva-voce';
import type {
  VivaVoceAttributes, VivaVoceErrorCode, VivaVoceEventMap, VivaVoceFailureCode, VivaVoceState,
} from 'viva-voce';

const talk: VivaVoceElement | null = document.querySelector('viva-voce');
if (!talk) throw new Error('no element');

const one: 1 = VERSION;
VivaVoceElement.server = 'https://embed.example';
talk.variables = { company_name: 'Acme' };
talk.variables = { count: 1, vip: true, city: undefined, note: null };
const count: string | undefined = talk.variables['count'];
// @ts-expect-error: a variable is a text, or what stands for one
talk.variables = { count: { of: 1 } };
talk.scenario = 'demo-interview';
talk.server = 'https://embed.example';
talk.color = null;
talk.maxDuration = 600;
talk.promptUserInfo = false;
talk.autoHeight = true;
const asked: [boolean, boolean | null, string] = [talk.pulse, talk.transcribe, talk.userName];
// @ts-expect-error: a name is no flag
talk.userName = false;
// @ts-expect-error: light, dark or auto
talk.theme = 'night';
talk.getToken = () => 'sat_1';
talk.getToken = async () => 'sat_1';
talk.getToken = null;
// @ts-expect-error: a token is a text
talk.getToken = () => 7;
// @ts-expect-error: the element says which session it is
talk.sessionId = 'x';

talk.addEventListener('vv-start', ({ detail }) => {
  const event: 'onStart' = detail.event;
  const [id, at]: [string, number] = [detail.sessionId, detail.timestamp];
  // @ts-expect-error: three fields and no more
  detail.data;
  return [event, id, at, one];
});
talk.addEventListener('vv-error', ({ detail }) => {
  const code: VivaVoceFailureCode = detail.data.code;
  // @ts-expect-error: no such code
  if (code === 'explode') return;
  const known: Record<VivaVoceFailureCode, string> = {
    offline: '', unreachable: '', refused: '', missing: '', busy: '', rejected: '', agent: '',
    protocol: '', load: '', policy: '', unsupported: '', crash: '', token: '', server: '', version: '',
  };
  console.warn(known[code], detail.data.message);
});
talk.addEventListener('vv-resize', ({ detail }) => detail.data.height.toFixed());
// @ts-expect-error: only vv-resize has a height
talk.addEventListener('vv-ready', ({ detail }) => detail.data.height);
const heard = ({ detail }: VivaVoceEventMap['vv-submit']): string => detail.sessionId;
talk.addEventListener('vv-submit', heard, { once: true });
talk.removeEventListener('vv-submit', heard);
talk.addEventListener('click', (event) => event.preventDefault());

const state: VivaVoceState = await talk.start();
if (state.phase === 'live') await talk.send('Hello');
// @ts-expect-error: no such phase
if (state.phase === 'talking') await talk.stop();
await talk.prefill('I would like');
await talk.setVariables({ role: 'clerk', order: 42n });
await talk.setUser({ name: 'Ada' });
await talk.setTheme({ color: 'teal-500', theme: 'dark' });
// @ts-expect-error: light, dark or auto
await talk.setTheme({ theme: 'night' });
// @ts-expect-error: a message is a text
await talk.send(7);
await talk.setAccessToken('sat_1');
talk.sendNotes([{ text: 'Looks at prices' }]);
try {
  await talk.getState();
} catch (error) {
  if (error instanceof VivaVoceError) {
    const known: Record<VivaVoceErrorCode, true> = {
      invalid: true, phase: true, gesture: true, refused: true, timeout: true, reloaded: true,
      scenario: true, server: true, version: true,
    };
    console.warn(known[error.code], error.message);
  }
}
await talk.destroy();

const attributes: VivaVoceAttributes = {
  scenario: 'demo-interview', variant: 'minimal', 'auto-height': '', 'user-name': 'Ada',
  'show-pulse': 'false', 'max-duration': 600, 't_topic': 'tea',
};
// @ts-expect-error: a scenario is needed
const none: VivaVoceAttributes = {};
// @ts-expect-error: no such attribute
const wrong: VivaVoceAttributes = { scenario: 'x', colour: 'red' };
console.log(attributes, none, wrong, count, asked);
