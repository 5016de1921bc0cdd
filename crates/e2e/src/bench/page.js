// Runs before every script of a page that is measured. Presses and types every 20 ms from the first
// moment there is something to press or to type into, and tells what came of it in `window.measured`.
(() => {
  const { press, field, settled } = MEASURE;
  const told = { at: null, typed: [], value: '', loaded: [], done: false };
  window.measured = told;
  const deep = document.querySelector.bind(document);
  const find = (selector) => deep(selector) ?? deep('deep-chat')?.shadowRoot?.querySelector(selector);
  const usable = (one) => (one?.checkVisibility() && !one.disabled && !one.readOnly ? one : null);
  const text = (one) => (one ? one.value ?? one.textContent : '');
  const entries = () => ['navigation', 'resource'].flatMap((kind) => performance.getEntriesByType(kind))
    .filter(({ responseEnd }) => responseEnd > 0)
    .map(({ responseEnd, encodedBodySize }) => ({ end: responseEnd, bytes: encodedBodySize }));
  const finish = () => {
    clearInterval(timer);
    told.value = field ? text(find(field)) : '';
    told.loaded = entries();
    told.done = true;
  };
  let end = Infinity;
  const timer = setInterval(() => {
    const now = performance.now();
    if (now > end) return finish();
    // What is kept is seen some time after the page has become what it will be.
    if (end === Infinity && field && told.typed.length && find(settled)) end = now + 1000;
    if (press && told.at === null) {
      if (find(settled)) {
        told.at = now;
        return finish();
      }
      usable(find(press))?.click();
    }
    const one = field && usable(find(field));
    if (one && told.typed.length < 190) {
      if (!one.matches(':focus')) one.focus();
      told.typed.push(performance.now());
      document.execCommand('insertText', false, String.fromCodePoint(0x4e00 + told.typed.length - 1));
    }
  }, 20);
})();
