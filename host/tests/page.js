// The page of the React story: StrictMode, a component that moves between two places, and two side
// by side. The story reads `told` and calls `show`, `commands`.
import { StrictMode, createElement as h, useRef } from 'react';
import { createRoot } from 'react-dom/client';
import { VivaVoce } from 'viva-voce/react';

const given = new URLSearchParams(location.search);
const names = ['Ready', 'Click', 'Start', 'Stop', 'Terminated', 'Submit', 'Error', 'Resize'];
window.told = [];
window.commands = {};

function Talk({ name, ...more }) {
  const ref = useRef(null);
  window.commands[name] = ref;
  const handlers = Object.fromEntries(
    names.map((event) => [`on${event}`, (detail) => window.told.push({ name, event, detail })]),
  );
  return h(VivaVoce, {
    ref, server: given.get('server'), scenario: given.get('scenario'), userName: 'Ada',
    userEmail: `${name}@example.com`, variables: { topic: name }, style: { height: 400 }, id: name,
    ...handlers, ...more,
  });
}

const root = createRoot(document.body.appendChild(document.createElement('div')));
/** `place` left or right: the same conversation in another parent, which makes a new element. */
window.show = (place, ...others) => {
  const first = place && h('div', { key: place, className: place }, h(Talk, { name: 'tea' }));
  root.render(h(StrictMode, null, first, ...others.map((name) => h(Talk, { key: name, name }))));
};
window.show('left');
