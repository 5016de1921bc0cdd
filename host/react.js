// <VivaVoce scenario="…" onStart={…} ref={…}/>: the element for React 18 and later. No JSX, so that
// no build step stands between this file and whoever reads it.
import {
  createElement, forwardRef, useEffect, useImperativeHandle, useLayoutEffect, useRef,
} from 'react';
import './viva-voce.js';

const EVENTS = {
  onReady: 'vv-ready', onClick: 'vv-click', onStart: 'vv-start', onStop: 'vv-stop',
  onTerminated: 'vv-terminated', onSubmit: 'vv-submit', onError: 'vv-error', onResize: 'vv-resize',
  onTokenNeeded: 'vv-tokenneeded',
};
// What React itself wants under its own name.
const PLAIN = ['id', 'style', 'slot', 'key'];

// Before the element loads its frame, which it does once React has put it into the page.
const useNow = typeof document === 'undefined' ? useEffect : useLayoutEffect;

const kebab = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The element's ref gives its commands. */
export const VivaVoce = forwardRef(function VivaVoce(props, ref) {
  const element = useRef(null);
  const latest = useRef(props);
  const { variables, getToken, className, ...rest } = props;

  const attributes = { ref: element, suppressHydrationWarning: true };
  if (className !== undefined) attributes.class = className;
  for (const [name, value] of Object.entries(rest)) {
    if (name in EVENTS || value === undefined || value === null) continue;
    if (PLAIN.includes(name) || name.startsWith('data-') || name.startsWith('aria-')) attributes[name] = value;
    // Their absence says no, where for the others a written "false" does.
    else if (name === 'autoHeight') attributes['auto-height'] = value ? '' : undefined;
    else attributes[kebab(name)] = String(value);
  }

  useImperativeHandle(ref, () => element.current, []);

  useNow(() => {
    latest.current = props;
  });

  useNow(() => {
    const target = element.current;
    // Not taken off again: an element that has left the page says that its session stopped, and
    // StrictMode's second pass adds the very same listener, which adds nothing.
    target.vivaVoceListener ??= (event) => {
      const name = Object.keys(EVENTS).find((one) => EVENTS[one] === event.type);
      latest.current[name]?.(event.detail);
    };
    for (const type of Object.values(EVENTS)) target.addEventListener(type, target.vivaVoceListener);
  }, []);

  const hasToken = typeof getToken === 'function';
  useNow(() => {
    element.current.getToken = hasToken ? () => latest.current.getToken() : null;
  }, [hasToken]);

  // By content: an object written in place is another one at every rendering.
  const values = JSON.stringify(variables);
  useNow(() => {
    if (values !== undefined) element.current.variables = JSON.parse(values);
  }, [values]);

  return createElement('viva-voce', attributes);
});
