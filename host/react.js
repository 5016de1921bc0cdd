'use client';
// <VivaVoce scenario="…" onStart={…} ref={…}/>: the element for React 18 and later. No JSX, so that
// no build step stands between this file and whoever reads it.
import {
  createElement, forwardRef, useEffect, useImperativeHandle, useLayoutEffect, useRef,
} from 'react';
import { VivaVoceElement } from './viva-voce.js';

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
const isProperty = (name) => !!Object.getOwnPropertyDescriptor(VivaVoceElement.prototype, name)?.set;

// By content: an object written in place is another one at every rendering.
const contentOf = (values) => values && JSON.stringify(Object.entries(values).map(
  ([name, value]) => [name, typeof value, Object(value) === value || String(value)],
));

/** The element's ref gives its commands. */
export const VivaVoce = forwardRef(function VivaVoce(props, ref) {
  const element = useRef(null);
  const latest = useRef(props);
  const before = useRef({});
  const { variables, getToken, className, scenario, ...rest } = props;

  // What a server renders does nothing until React has come to it: the element's own properties are
  // set in the page alone, with its variables and listeners, and its scenario after all of them.
  const attributes = { ref: element, suppressHydrationWarning: true, 'data-by': 'react' };
  const properties = {};
  if (className !== undefined) attributes.class = className;
  for (const [name, value] of Object.entries(rest)) {
    if (name in EVENTS) continue;
    if (isProperty(name)) properties[name] = value;
    else if (PLAIN.includes(name) || /^(data|aria)-/.test(name)) attributes[name] = value;
    else if (value !== undefined && value !== null && value !== false) {
      attributes[kebab(name)] = value === true ? '' : String(value);
    }
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

  const content = contentOf(variables);
  useNow(() => {
    if (content !== undefined) element.current.variables = variables;
  }, [content]);

  useNow(() => {
    for (const name of new Set([...Object.keys(before.current), ...Object.keys(properties)])) {
      if (!Object.is(before.current[name], properties[name])) element.current[name] = properties[name];
    }
    before.current = properties;
  });

  useNow(() => {
    element.current.scenario = scenario;
  }, [scenario]);

  return createElement('viva-voce', attributes);
});
