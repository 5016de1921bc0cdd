// The page of the React stories: StrictMode, a component that moves between two places, and two side
// by side; or, with `hydrate`, what a server has rendered. The stories read `told`, `wrong` and
// `rendered`, and call `show`, `hydrate`, `commands`.
import { StrictMode, createElement as h, useRef } from 'react';
import { createRoot, hydrateRoot } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { VivaVoce } from 'viva-voce/react';

const given = new URLSearchParams(location.search);
const names = ['Ready', 'Click', 'Start', 'Stop', 'Terminated', 'Submit', 'Error', 'Resize'];
window.told = [];
window.wrong = [];
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

const place = document.body.appendChild(document.createElement('div'));
if (given.has('hydrate')) {
  const Page = () => h(StrictMode, null, h('main', null, h(Talk, { name: 'tea', autoStart: true })));
  window.rendered = renderToString(h(Page));
  place.innerHTML = window.rendered;
  window.element = document.querySelector('viva-voce');
  window.hydrate = () => hydrateRoot(place, h(Page), {
    onRecoverableError: (error) => window.wrong.push(String(error)),
  });
} else {
  const root = createRoot(place);
  /** `place` left or right: the same conversation in another parent, which makes a new element. */
  window.show = (place, ...others) => {
    const first = place && h('div', { key: place, className: place }, h(Talk, { name: 'tea' }));
    root.render(h(StrictMode, null, first, ...others.map((name) => h(Talk, { key: name, name }))));
  };
  window.show('left');
}
