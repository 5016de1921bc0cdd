// <viva-voce scenario="…">: an embed as an element, with typed events and commands.
// A module without dependencies and without globals but the element itself; safe to import where
// there is no DOM. The plain iframe works without any of this.

export const VERSION = 1;

const ROOT = new URL('.', import.meta.url);
const TIMEOUT = 10_000;
const STYLES = { full: '', basic: 'basic/', minimal: 'minimal/' };

// Attributes that are no query parameters of the frame.
const OWN = ['scenario', 'variant', 'server', 'title', 'auto-height', 'loading'];
const PARAMETERS = [
  'user-name', 'user-email', 'prompt-user-info', 'name', 'color', 'background', 'theme',
  'show-pulse', 'hide-powered-by', 'transcribe', 'skip-precheck', 'auto-start', 'max-duration',
  'restore-session', 'voice', 'language-code', 'avatar-url', 'avatar-id', 'button-start-label',
  'button-stop-label', 'button-color', 'button-icon', 'button-outline', 'scenario-name-color',
  'backend', 'lang', 'preview',
];
// A change of these reaches a frame that lives; any other loads it anew.
const LIVE = {
  'user-name': 'setUser', 'user-email': 'setUser',
  color: 'setTheme', background: 'setTheme', theme: 'setTheme',
};

const camel = (name) => name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());

/** A command that was not carried out; `code` says why. */
export class VivaVoceError extends Error {
  constructor(code, message) {
    super(message);
    this.name = 'VivaVoceError';
    this.code = code;
  }
}

const Base = typeof HTMLElement === 'undefined' ? class {} : HTMLElement;

export class VivaVoceElement extends Base {
  static observedAttributes = [...OWN, ...PARAMETERS];

  #frame;
  #line; // the port of the newest greeting
  #port; // the same, once the frame has answered on it
  #greeting;
  #calls = new Map();
  #last = 0;
  #queue = [];
  #variables = {};
  #session; // { id, over } once onStart was heard
  #pending;
  #source = null;
  #wanting = false;
  #changed = new Set();

  /** Called when a private scenario needs a (new) access token; returns it or a promise of it. */
  get getToken() {
    return this.#source;
  }

  set getToken(source) {
    this.#source = source;
    // Set by a script that runs after the frame has asked.
    if (this.#wanting) this.#token();
  }

  /** Dynamic variables, without the `t_` prefix. */
  get variables() {
    return { ...this.#variables };
  }

  set variables(values) {
    this.#variables = { ...values };
    this.#touch('variables');
  }

  /** The id of the session under way or last ended. */
  get sessionId() {
    return this.#session?.id ?? null;
  }

  connectedCallback() {
    addEventListener('message', this.#hear);
    if (this.#frame) {
      // Moved within the page: the browser has thrown the frame's document away.
      this.#greet();
      return;
    }
    this.#frame = document.createElement('iframe');
    this.#frame.style.cssText = 'display:block;width:100%;height:100%;border:0;color-scheme:normal';
    this.#frame.allow = 'microphone; screen-wake-lock';
    this.#frame.referrerPolicy = 'strict-origin';
    this.#frame.addEventListener('load', () => this.#greet());
    if (getComputedStyle(this).display === 'inline') this.style.display = 'block';
    this.#load();
    this.append(this.#frame);
  }

  disconnectedCallback() {
    // React mounts twice and pages move elements: only what stays away is gone.
    setTimeout(() => {
      if (this.isConnected || !this.#frame) return;
      removeEventListener('message', this.#hear);
      this.#unplug('gone', 'The element was removed from the page.');
      this.#frame.remove();
      this.#frame = null;
      this.#end();
    });
  }

  attributeChangedCallback(name, before, after) {
    if (this.#frame && before !== after) this.#touch(name);
  }

  start() { return this.#command('start'); }
  stop() { return this.#command('stop'); }
  send(text) { return this.#command('send', String(text)); }
  prefill(text) { return this.#command('prefill', String(text)); }
  setVariables(values) {
    Object.assign(this.#variables, values);
    return this.#command('setVariables', values);
  }
  setUser(user) { return this.#command('setUser', user); }
  setTheme(theme) { return this.#command('setTheme', theme); }
  setAccessToken(token) { return this.#command('setAccessToken', String(token)); }
  getState() { return this.#command('getState'); }
  destroy() {
    const done = this.#port ? this.#command('destroy') : Promise.resolve();
    return done.finally(() => this.remove());
  }

  /** Tells the agent what the page observed. */
  sendNotes(notes) {
    this.#frame?.contentWindow?.postMessage({ type: 'session_notes', notes }, this.#origin);
  }

  get #server() {
    return new URL(this.getAttribute('server') ?? ROOT.origin, location.href);
  }

  get #origin() {
    return this.#server.origin;
  }

  #address() {
    const variant = this.getAttribute('variant') ?? 'full';
    const path = `/embed/${STYLES[variant] ?? ''}${encodeURIComponent(this.getAttribute('scenario') ?? '')}`;
    const address = new URL(path, this.#server);
    for (const name of PARAMETERS) {
      const value = this.getAttribute(name);
      // An empty attribute is HTML's way to say yes.
      if (value !== null) address.searchParams.set(camel(name), value || 'true');
    }
    for (const [name, value] of Object.entries(this.#allVariables())) {
      address.searchParams.set(`t_${name}`, value);
    }
    return address.href;
  }

  #allVariables() {
    const all = {};
    for (const { name, value } of this.attributes) {
      if (name.startsWith('t_')) all[name.slice(2)] = value;
    }
    return Object.assign(all, this.#variables);
  }

  #load() {
    if (!this.getAttribute('scenario')) return;
    this.#frame.title = this.getAttribute('title') || this.getAttribute('name') || 'Conversation';
    this.#frame.loading = this.getAttribute('loading') === 'lazy' ? 'lazy' : 'eager';
    this.#frame.src = this.#address();
  }

  // Several attributes set one after another become one change.
  #touch(name) {
    this.#changed.add(name);
    this.#pending ??= setTimeout(() => {
      const changed = [...this.#changed];
      this.#changed.clear();
      this.#pending = null;
      if (!this.#frame) return;
      const commands = new Set(changed.map((one) => (one === 'variables' ? 'setVariables' : LIVE[one])));
      if (!this.#port || commands.has(undefined)) {
        this.#unplug('reloaded', 'The element changed and its frame was loaded anew.');
        this.#load();
        return;
      }
      const quiet = (promise) => promise.catch((error) => console.warn(`viva-voce: ${error.message}`));
      if (commands.has('setUser')) {
        quiet(this.setUser({ name: this.getAttribute('user-name') ?? '', email: this.getAttribute('user-email') ?? '' }));
      }
      if (commands.has('setTheme')) {
        const theme = {};
        for (const one of ['color', 'background', 'theme']) {
          if (this.hasAttribute(one)) theme[one] = this.getAttribute(one);
        }
        quiet(this.setTheme(theme));
      }
      if (commands.has('setVariables')) quiet(this.#command('setVariables', this.#variables));
    });
  }

  // The frame may not be listening yet, so the greeting is repeated, ever more slowly, until the
  // newest line is answered. A frame keeps only the line it was given last.
  #greet() {
    clearTimeout(this.#greeting);
    this.#close();
    const hello = (pause) => {
      const target = this.#frame?.contentWindow;
      if (!target || this.#port || pause > 20_000) return;
      const { port1, port2 } = new MessageChannel();
      this.#line = port1;
      port1.onmessage = ({ data }) => this.#answer(port1, data);
      const resize = this.hasAttribute('auto-height');
      target.postMessage({ type: 'vivavoce.hello', version: VERSION, resize }, this.#origin, [port2]);
      port1.postMessage({ id: 0, command: { name: 'getState' } });
      this.#greeting = setTimeout(hello, pause, pause * 2);
    };
    hello(200);
  }

  #answer(port, data) {
    if (port !== this.#line || typeof data !== 'object' || data === null) return;
    if (!this.#port) {
      this.#port = port;
      clearTimeout(this.#greeting);
      for (const message of this.#queue.splice(0)) port.postMessage(message);
    }
    const call = this.#calls.get(data.id);
    if (!call) return;
    this.#calls.delete(data.id);
    clearTimeout(call.timer);
    if (data.error) call.reject(new VivaVoceError(data.error.code, data.error.message));
    else call.resolve(data.state);
  }

  #command(name, value) {
    return new Promise((resolve, reject) => {
      const id = (this.#last += 1);
      const timer = setTimeout(() => {
        this.#calls.delete(id);
        this.#queue = this.#queue.filter((message) => message.id !== id);
        reject(new VivaVoceError('timeout', `${name} was not answered within ${TIMEOUT / 1000} s.`));
      }, TIMEOUT);
      this.#calls.set(id, { resolve, reject, timer });
      const message = { id, command: value === undefined ? { name } : { name, value } };
      if (this.#port) this.#port.postMessage(message);
      else this.#queue.push(message);
    });
  }

  #close() {
    this.#line?.close();
    this.#line = this.#port = null;
  }

  #unplug(code, why) {
    clearTimeout(this.#greeting);
    this.#close();
    this.#queue = [];
    for (const { reject, timer } of this.#calls.values()) {
      clearTimeout(timer);
      reject(new VivaVoceError(code, why));
    }
    this.#calls.clear();
  }

  #hear = (message) => {
    if (message.source !== this.#frame?.contentWindow || message.origin !== this.#origin) return;
    const { data } = message;
    if (typeof data !== 'object' || data === null) return;
    const name = typeof data.event === 'string' ? data.event : data.type;
    if (typeof name !== 'string' || !/^on[A-Z][A-Za-z]{2,20}$/.test(name)) return;
    if (name === 'onStart') this.#session = { id: data.sessionId, over: false };
    if (name === 'onStop' || name === 'onTerminated') this.#session = { id: data.sessionId, over: true };
    if (name === 'onReady' && data.data?.session_id) {
      this.#session = { id: data.data.session_id, over: false };
    }
    if (name === 'onResize' && this.hasAttribute('auto-height')) {
      const height = Number(data.data?.height);
      if (height > 0 && height < 100_000) this.#frame.style.height = `${Math.ceil(height)}px`;
    }
    if (name === 'onTokenNeeded') this.#token();
    this.#emit(name, data);
  };

  async #token() {
    this.#wanting = !this.#source;
    if (this.#wanting) return;
    try {
      await this.setAccessToken(await this.#source());
    } catch (error) {
      this.#emit('onError', { type: 'onError', data: { code: 'token', message: String(error?.message ?? error) } });
    }
  }

  // A frame that was removed can no longer say that its session ended.
  #end() {
    if (!this.#session || this.#session.over) return;
    this.#session.over = true;
    this.#emit('onStop', { event: 'onStop', sessionId: this.#session.id, timestamp: Date.now() });
  }

  #emit(name, detail) {
    const type = `vv-${name.slice(2).toLowerCase()}`;
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}

if (typeof customElements !== 'undefined' && !customElements.get('viva-voce')) {
  customElements.define('viva-voce', VivaVoceElement);
}
