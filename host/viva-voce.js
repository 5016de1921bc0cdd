// <viva-voce scenario="…">: an embed as an element, with typed events and commands.
// A module without dependencies and without globals but the element itself; safe to import where
// there is no DOM. The plain iframe works without any of this.

/** The newest version of what element and frame say to one another, and the oldest. */
export const VERSION = 1;
const OLDEST = 1;

const TIMEOUT = 10_000;
// How long an element that left the page may take to come back, itself or created anew.
const GRACE = 250;
// How long a document that has loaded may keep silent: one that we can look into, and see that it is
// not ours, and any other. (Ours says by itself when it has not started within 15 s.)
const STRANGE = 1_000;
const SILENT = 16_000;
const NAME_IT = 'name the server by its attribute or VivaVoceElement.server.';
const STYLES = { __proto__: null, full: '', basic: 'basic/', minimal: 'minimal/' };

// parameters: `cargo xtask parameters` writes from here
// What an attribute that is not there means; null is neither.
const YES_OR_NO = {
  __proto__: null,
  'prompt-user-info': true, 'show-pulse': true, pulse: true, 'hide-powered-by': false,
  'button-outline': false, 'auto-start': false, transcribe: null, 'skip-precheck': false,
  preview: false,
};
const PARAMETERS = [
  'user-name', 'user-email', 'name', 'color', 'background', 'bg', 'theme', 'scenario-name-color',
  'avatar-id', 'avatar-url', 'button-start-label', 'button-stop-label', 'button-color',
  'button-icon', 'max-duration', 'restore-session', 'voice', 'language-code', 'accent', 'lang',
  'texts', 'backend', ...Object.keys(YES_OR_NO),
];
// What reaches a frame that lives. Everything else it reads only when it is loaded.
const LIVE = {
  __proto__: null,
  'user-name': 'setUser', 'user-email': 'setUser', color: 'setTheme', background: 'setTheme',
  bg: 'setTheme', theme: 'setTheme',
};
// parameters: to here

// Absent is no, as anywhere in HTML.
const FLAGS = { __proto__: null, ...YES_OR_NO, 'auto-height': false };
const WORDS = { __proto__: null, '': true, true: true, 1: true, false: false, 0: false };

// Every attribute that is read, beside `t_NAME`.
const OWN = ['scenario', 'variant', 'server', 'loading', 'auto-height', ...PARAMETERS];
// Whose names are not ours: those of any element that are no property's, and those of frameworks.
const OTHERS = /^(class|is|part|exportparts|variables|key|ref|(t_|_|item|xml).*|(aria|data|v|x|hx|ng|phx|up)-.*)$|[^\w-]/;

const camel = (name) => name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
const isObject = (value) => typeof value === 'object' && value !== null;
// Once in a page: elements are moved, frames load anew.
const said = new Set();
const warn = (sentence) => {
  if (!said.has(sentence)) console.warn(`viva-voce: ${sentence}`);
  said.add(sentence);
};
const quiet = (promise) => promise.catch((error) => warn(error.message));

// A text, or what stands for one; null where nothing is given; undefined where it can be no text.
const textOf = (value) => {
  if (value === undefined || value === null) return null;
  // A string, a bigint, a boolean.
  if (/^(st|b)/.test(typeof value) || Number.isFinite(value)) return `${value}`;
};

// Names and their texts, and a sentence about the values that are none: each loses itself alone.
const textsOf = (values) => {
  if ({}.toString.call((values ??= {})) !== '[object Object]') {
    return { texts: {}, wrong: 'no object of names and values.' };
  }
  const all = Object.entries(values).map(([name, value]) => [name, textOf(value)]);
  const refused = all.filter(([, text]) => text === undefined).map(([name]) => name);
  return {
    texts: Object.fromEntries(all.filter(([, text]) => isText(text))),
    wrong: refused[0] && `${refused.join(', ')}: no text, number, true or false; left out.`,
  };
};
const isText = (value) => typeof value === 'string';

// Sessions of elements that have just left the page, each for one that takes its place.
const orphans = new Set();

// Who has a frame, each in a place of its own: a frame in a shadow root cannot count its neighbours.
const places = [];

// Rules of the page, and `hidden`, win over these. A sheet made by script, because a page's policy may
// let no other in.
const dress = (root) => {
  const rules = ':host{display:grid;grid-template:minmax(0,1fr)/minmax(0,1fr);min-height:0}' +
    ':host([hidden]){display:none}' +
    // The frame's height where nothing says another: a natural one, which yields to any.
    '@supports(contain-intrinsic-size:1px){iframe{contain:size;contain-intrinsic-size:300px 600px}' +
    ':host([variant=minimal i]) iframe{contain-intrinsic-size:300px}' +
    ':host([auto-height]:not([auto-height=false i],[auto-height="0"])) iframe{contain:none}}';
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules);
    root.adoptedStyleSheets = [sheet];
  } catch {
    root.replaceChildren(Object.assign(document.createElement('style'), { textContent: rules }));
  }
};

// Fulfilled when the scripts have run that come with the page: they may still furnish what they find.
const furnished = new Promise((done) => {
  if ((globalThis.document?.readyState ?? 'complete') === 'complete') done();
  else for (const name of ['DOMContentLoaded', 'load']) addEventListener(name, () => setTimeout(done));
});

/** A command that was not carried out; `code` says why. */
export class VivaVoceError extends Error {
  constructor(code, message) {
    super(message);
    this.name = 'VivaVoceError';
    this.code = code;
  }
}

const Base = globalThis.HTMLElement ?? class {};

// What every element has: `tabindex` is its `tabIndex`.
const everywhere = new Set();
for (const name in Base.prototype) everywhere.add(name.toLowerCase());

export class VivaVoceElement extends Base {
  /** Where the frames come from, for elements without a `server`; this module's own origin. */
  static server = import.meta.url;

  #root = this.attachShadow?.({ mode: 'open' });
  #frame;
  #place;
  #heard; // whether anybody of ours is there
  #at; // the frame's address without what may change while it lives, or why there is none
  #line; // the port of the newest greeting
  #port; // the same, once the frame has answered on it
  #greeting;
  #misfit; // an error: why the frame cannot be spoken with
  #calls = new Map();
  #last = 0;
  #queue = [];
  #variables = {};
  #id = null;
  #talks = false; // between onStart and its end
  #kept; // what the frame gave us to keep: {session, stop}; never in the DOM, never in an address
  #late = false; // a change waits for the conversation's end
  #source = null;
  #wanting = false;
  #watch;
  #leaving;

  constructor() {
    super();
    // What was set before this class was known is not lost, nor hides what it is now.
    for (const name of Object.keys(this)) {
      if (!Object.getOwnPropertyDescriptor(VivaVoceElement.prototype, name)?.set) continue;
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
  }

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
    const { texts, wrong } = textsOf(values);
    if (wrong) warn(`variables: ${wrong}`);
    if (JSON.stringify(texts) === JSON.stringify(this.#variables)) return;
    this.#variables = texts;
    if (this.#frame) this.#changed(['t_']);
  }

  /** The id of the session under way or last ended. */
  get sessionId() {
    return this.#id;
  }

  connectedCallback() {
    clearTimeout(this.#leaving);
    orphans.delete(this);
    addEventListener('message', this.#hear);
    this.#watch ??= new MutationObserver((changes) => {
      this.#changed(changes.flatMap(({ attributeName }) => attributeName ?? []));
      // Whoever clears our root away takes the frame, and not the conversation.
      if (this.#frame && !this.#frame.parentNode) this.#reload();
    });
    this.#watch.observe(this, { attributes: true });
    this.#watch.observe(this.#root, { childList: true });
    // Each time: a sheet does not go along into another document.
    dress(this.#root);
    this.#settle();
    this.#load();
  }

  disconnectedCallback() {
    // The browser has thrown the frame's document away already; what stays is what we know.
    removeEventListener('message', this.#hear);
    this.#watch.disconnect();
    this.#unload();
    orphans.add(this);
    // React mounts twice and pages move elements: only what stays away is gone.
    this.#leaving = setTimeout(() => {
      orphans.delete(this);
      this.#end();
    }, GRACE);
  }

  start() { return this.#command('start'); }
  stop() { return this.#command('stop'); }
  send(text) { return this.#command('send', textOf(text ?? '')); }
  prefill(text) { return this.#command('prefill', textOf(text ?? '')); }
  setVariables(values) {
    this.#variables = { ...this.#variables, ...textsOf(values).texts };
    return this.#texts('setVariables', values);
  }
  setUser(user) { return this.#texts('setUser', user); }
  setTheme(theme) { return this.#texts('setTheme', theme); }
  setAccessToken(token) { return this.#command('setAccessToken', textOf(token)); }
  getState() { return this.#command('getState'); }
  destroy() {
    const done = this.#port ? this.#command('destroy') : Promise.resolve();
    return done.finally(() => this.remove());
  }

  /** Tells the agent what the page observed. */
  sendNotes(notes) {
    const plain = [notes].flat().flatMap((note) => {
      try {
        return globalThis.structuredClone?.(note) ?? note;
      } catch (error) {
        warn(`sendNotes: ${error.message}`);
        return [];
      }
    });
    this.#frame?.contentWindow?.postMessage({ type: 'session_notes', notes: plain }, this.#origin);
  }

  get #origin() {
    return new URL(this.#at).origin;
  }

  // The attributes that nobody reads.
  #unread() {
    return this.getAttributeNames().filter((name) => (
      !OWN.includes(name) && !OTHERS.test(name) && !everywhere.has(name)
    ));
  }

  // Says which value means nothing to us; of all others and of names the frame says it.
  #look() {
    for (const [name, words, allowed] of [
      ['variant', STYLES, 'full, basic or minimal'],
      ['loading', { eager: 1, lazy: 1 }, 'eager or lazy'],
      ['auto-height', WORDS, 'true or false'],
    ]) {
      const value = this.getAttribute(name);
      if (value && !(value.toLowerCase() in words)) warn(`${name}: "${value}" is not ${allowed}; ignored`);
    }
    if (this.hasAttribute('variables')) warn('variables is a property, not an attribute.');
  }

  #identity() {
    const variant = STYLES[this.variant] ?? '';
    const scenario = encodeURIComponent(this.scenario);
    if (!scenario) return '';
    const given = this.server.trim();
    try {
      const server = given || VivaVoceElement.server;
      // A browser takes "talk.example.com" for a file beside the page, and "localhost:8787" for a scheme.
      if (/^(https?:\/\/|[./])/i.test(server)) {
        const { href } = new URL(`/embed/${variant}${scenario}`, new URL(server, document.baseURI));
        if (/^http/.test(href)) return href;
      }
    } catch { /* No address at all. */ }
    return given
      ? `server="${given}" is no address such as "https://talk.example".`
      : NAME_IT;
  }

  // Whose conversation this is; tells whether it is another one than before.
  #settle() {
    const at = this.#identity();
    const isOther = at !== this.#at;
    if (isOther) this.#end();
    this.#at = at;
    for (const one of orphans) {
      const same = this.id && one.id === this.id && one.#at === at;
      if (same && one.#kept && !this.#kept) this.#adopt(one);
    }
    return isOther;
  }

  #address() {
    const address = new URL(this.#at);
    const set = (name, value) => address.searchParams.set(name, value);
    for (const name of PARAMETERS) {
      const value = this.getAttribute(name);
      // A frame that carries on must not begin by itself.
      if (value === null || (name === 'auto-start' && this.#kept)) continue;
      // An empty attribute is HTML's way to say yes.
      if (value || name in FLAGS) set(camel(name), value || 'true');
    }
    // The frame knows the nearest right name.
    for (const name of this.#unread()) set(camel(name), '');
    for (const [name, value] of Object.entries(this.#allVariables())) {
      // No server reads an address of any length. The frame cuts to one character less, and says so.
      if (address.href.length < 3e4) set(`t_${name}`, /^.{0,4001}/su.exec(value)[0]);
    }
    // So that it leaves to us what there is to warn of, too.
    address.hash = `elders=${this.#place}`;
    return address.href;
  }

  #allVariables() {
    const all = {};
    for (const { name, value } of this.attributes) {
      if (name.startsWith('t_')) all[name.slice(2)] = value;
    }
    return Object.assign(all, this.#variables);
  }

  // Every document gets a frame of its own: none that is on its way out can be taken for it.
  async #load() {
    // Whoever puts an element into a page may still be furnishing it; and what begins by itself does
    // not begin without what a later script has for it.
    await (this.autoStart && furnished);
    if (!this.isConnected || this.#frame) return;
    this.#look();
    // What has changed meanwhile is part of the beginning.
    this.#watch.takeRecords();
    this.#settle();
    this.#late = this.#heard = false;
    this.#misfit = null;
    const at = this.#at;
    if (!/^http/.test(at)) {
      // Not before somebody can listen.
      await furnished;
      if (at !== this.#at || !this.isConnected || this.#misfit) return;
      if (at) return this.#refuse('server', at);
      // No failure that the page must hear of: it may set it yet.
      const others = this.#unread().map((name) => `; there is no attribute ${name}`);
      const sentence = `the attribute scenario is missing${others.join('')}.`;
      this.#misfit = new VivaVoceError('scenario', sentence);
      this.#unplug('scenario', sentence);
      // One that React rendered on a server has it when React has come to it, however late.
      if (!this.dataset.by) warn(sentence);
      return;
    }
    for (this.#place = 0; places[this.#place]; this.#place += 1);
    places[this.#place] = this;
    const frame = (this.#frame = document.createElement('iframe'));
    frame.style.cssText = 'display:block;width:100%;height:100%;border:0;color-scheme:normal';
    frame.allow = 'microphone; screen-wake-lock';
    frame.referrerPolicy = 'strict-origin';
    frame.loading = this.loading || 'eager';
    let again = false;
    frame.addEventListener('load', () => {
      if (frame !== this.#frame) return;
      // A second document: whatever the first was asked, it will not answer.
      if (again) this.#unplug();
      if (!this.#port) this.#greet();
      if (!again) this.#doubt(frame);
      again = true;
    });
    this.#name();
    frame.src = this.#address();
    this.#root.append(frame);
  }

  // Whatever answers at the address may be nobody of ours: a page's own 404, another site.
  #doubt(frame) {
    const isStrange = frame.contentDocument?.querySelector('main.embed') === null;
    setTimeout(() => {
      if (frame !== this.#frame || this.#heard) return;
      const sentence = `No conversation answers at ${this.#at}: `;
      if (!isStrange) return this.#fail('load', `${sentence}may this page frame it?`);
      this.#refuse('server', sentence + NAME_IT);
      this.#unload();
    }, isStrange ? STRANGE : SILENT);
  }

  #refuse(code, sentence) {
    this.#misfit = new VivaVoceError(code, sentence);
    this.#unplug(code, sentence);
    this.#fail(code, sentence);
  }

  #name() {
    this.#frame.title = this.title || this.name || 'Conversation';
  }

  #unload() {
    this.#unplug();
    this.#frame?.remove();
    if (this.#frame) delete places[this.#place];
    this.#frame = null;
  }

  #reload() {
    if (this.#frame) this.#unload();
    this.#load();
  }

  #changed(names) {
    const commands = {};
    let anew = false;
    if (this.#settle()) this.#reload();
    if (!this.#frame) return;
    this.#name();
    for (const name of names) {
      if (name === 'auto-height') {
        this.#frame.style.height = '100%';
        this.#greet();
      }
      const command = name.startsWith('t_') ? 'setVariables' : this[name] && LIVE[name];
      // What is taken away is no value to set: the frame finds its default when it is loaded.
      if (command && this.#port) commands[command] = true;
      else if (command || PARAMETERS.includes(name)) anew = true;
    }
    if (commands.setUser) {
      quiet(this.setUser({ name: this.userName, email: this.userEmail }));
    }
    if (commands.setTheme) {
      const background = this.background || this.bg || null;
      quiet(this.setTheme({ color: this.color || null, background, theme: this.theme || null }));
    }
    if (commands.setVariables) quiet(this.#command('setVariables', this.#allVariables()));
    // A conversation is not interrupted for a label.
    if (anew && this.#kept) this.#late = true;
    else if (anew) this.#reload();
  }

  // The frame may not be listening yet, so the greeting is repeated, ever more slowly, until the
  // newest line is answered. A frame keeps only the line it was given last.
  #greet() {
    clearTimeout(this.#greeting);
    this.#close();
    this.#misfit = null;
    const hello = (pause) => {
      const target = this.#frame?.contentWindow;
      if (!target || this.#port || this.#misfit || pause > 20_000) return;
      const { port1, port2 } = new MessageChannel();
      this.#line = port1;
      port1.onmessage = ({ data }) => port1 === this.#line && isObject(data) && this.#answer(data);
      const resize = this.autoHeight;
      target.postMessage({ type: 'vivavoce.hello', version: VERSION, resize }, this.#origin, [port2]);
      // Before any command. Only the document that was addressed can hear it.
      if (this.#kept) port1.postMessage({ session: this.#kept.session });
      this.#greeting = setTimeout(hello, pause, pause * 2);
    };
    hello(200);
  }

  #answer(data) {
    if ('version' in data) {
      clearTimeout(this.#greeting);
      this.#heard = true;
      if (data.version >= OLDEST && data.version <= VERSION) {
        this.#port = this.#line;
        for (const message of this.#queue.splice(0)) this.#port.postMessage(message);
      } else {
        this.#refuse('version', `The frame speaks version ${data.version}, this script ${OLDEST} to ${VERSION}: load it from the frame's own server.`);
      }
    } else if ('session' in data) {
      this.#kept = data.session ? data : null;
      const { session_id, started, ended } = data.session?.told ?? {};
      this.#id = session_id ?? this.#id;
      this.#talks = !!started && !ended;
      if (!this.#kept && this.#late) this.#reload();
    } else if (Array.isArray(data.wrong)) {
      data.wrong.forEach(warn);
    } else {
      const call = this.#calls.get(data.id);
      if (!call) return;
      this.#calls.delete(data.id);
      clearTimeout(call.timer);
      if (data.error) call.reject(new VivaVoceError(data.error.code, data.error.message));
      else call.resolve(data.state);
    }
  }

  #command(name, value) {
    return new Promise((resolve, reject) => {
      if (this.#misfit && this.#at === this.#identity()) throw this.#misfit;
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

  // What is text is sent; of what is none the promise tells when that is done.
  async #texts(name, values) {
    const { texts, wrong } = textsOf(values);
    const state = await this.#command(name, texts);
    if (wrong) throw new VivaVoceError('invalid', `${name}: ${wrong}`);
    return state;
  }

  #close() {
    this.#line?.close();
    this.#line = this.#port = null;
  }

  #unplug(code = 'reloaded', why = 'The frame was loaded anew.') {
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
    const from = this.#frame?.contentWindow;
    if (!from || message.source !== from || message.origin !== this.#origin) return;
    const { data } = message;
    if (!isObject(data)) return;
    const name = isText(data.event) ? data.event : data.type;
    if (!isText(name) || !/^on[A-Z][A-Za-z]{2,20}$/.test(name)) return;
    const about = data.data ?? {};
    this.#heard = true;
    // It stands and listens: no need to wait for the next greeting.
    if (name === 'onReady' && !this.#port && !this.#misfit) this.#greet();
    this.#id = data.sessionId ?? about.session_id ?? this.#id;
    if (name === 'onStart') this.#talks = true;
    if (name === 'onStop' || name === 'onTerminated') this.#talks = false;
    if (name === 'onResize' && this.autoHeight) {
      const height = Number(about.height);
      if (height > 0 && height < 100_000) this.#frame.style.height = `min(${height}px, 80vh)`;
    }
    if (name === 'onTokenNeeded') this.#token();
    this.#emit(name, data);
  };

  async #token() {
    this.#wanting = !this.#source;
    if (this.#wanting) return;
    try {
      const token = await this.#source();
      if (!token || !isText(token)) throw new Error('getToken gave no token.');
      await this.setAccessToken(token);
    } catch (error) {
      this.#fail('token', String(error?.message ?? error));
    }
  }

  #fail(code, message) {
    console.error(`viva-voce: ${message}`);
    this.#emit('onError', { type: 'onError', data: { scenario_id: this.scenario, code, message } });
  }

  // An element created anew under the id of one that left goes on with its conversation. Without an
  // id it is another: a new key is how one begins afresh in React.
  #adopt(one) {
    orphans.delete(one);
    clearTimeout(one.#leaving);
    this.#kept = one.#kept;
    this.#id = one.#id;
    this.#talks = one.#talks;
    one.#kept = null;
    one.#talks = false;
  }

  // The session is over, and no frame of ours can say so any more.
  #end() {
    const { session, stop } = this.#kept ?? {};
    this.#kept = null;
    // Where the page's own policy forbids it, the server finds out by itself within half a minute.
    if (session && !session.told?.ended) navigator.sendBeacon(new URL(stop[0], this.#at), stop[1]);
    if (!this.#talks) return;
    this.#talks = false;
    this.#emit('onStop', { event: 'onStop', sessionId: this.#id, timestamp: Date.now() });
  }

  #emit(name, detail) {
    const type = `vv-${name.slice(2).toLowerCase()}`;
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}

// Each attribute as a property; also under its own name, as which React 19 would drop a `false`.
for (const name of OWN) {
  const isFlag = name in FLAGS;
  const property = {
    configurable: true,
    enumerable: true,
    get() {
      const text = this.getAttribute(name);
      return isFlag ? WORDS[text?.toLowerCase()] ?? FLAGS[name] : text ?? '';
    },
    set(value) {
      const text = textOf(value);
      if (text === undefined) warn(`${name}: no text, number, true or false; left out.`);
      // `user && user.name` is false where there is no user, and no name.
      const isGiven = isText(text) && (isFlag ? value !== FLAGS[name] || value : typeof value !== 'boolean');
      if (isGiven) this.setAttribute(name, text);
      else this.removeAttribute(name);
    },
  };
  Object.defineProperty(VivaVoceElement.prototype, name, property);
  Object.defineProperty(VivaVoceElement.prototype, camel(name), property);
}

if (globalThis.customElements?.get('viva-voce') === undefined) {
  globalThis.customElements?.define('viva-voce', VivaVoceElement);
}
