/** The newest version of what element and frame say to one another. */
export const VERSION: 1;

/** The four documented events: exactly these fields. */
export interface VivaVoceSessionEvent<
  Name extends 'onStart' | 'onStop' | 'onTerminated' | 'onSubmit' =
    'onStart' | 'onStop' | 'onTerminated' | 'onSubmit',
> {
  event: Name;
  /** 24 hex digits. */
  sessionId: string;
  /** Unix milliseconds. */
  timestamp: number;
}

export interface VivaVoceAbout {
  scenario_id: string;
  /** `onReady` has it where an earlier session is carried on with. */
  session_id?: string;
}

/**
 * From the conversation: `offline`, `unreachable`, `refused`, `missing`, `busy`, `rejected`,
 * `agent`, `protocol`. From loading the frame: `load`, `policy`, `unsupported`, `crash`. From the
 * element: `token` (`getToken` failed, or its token was refused), `server` (none is named, or there is
 * no conversation at its address) and `version` (the frame speaks no version this script speaks).
 */
export type VivaVoceFailureCode =
  | 'offline' | 'unreachable' | 'refused' | 'missing' | 'busy' | 'rejected' | 'agent' | 'protocol'
  | 'load' | 'policy' | 'unsupported' | 'crash'
  | 'token' | 'server' | 'version';

export interface VivaVoceFailure extends VivaVoceAbout {
  code: VivaVoceFailureCode;
  /** A sentence for the developer. */
  message: string;
}

export interface VivaVoceSize extends VivaVoceAbout {
  /** What the content needs, in CSS pixels. */
  height: number;
}

/** The extras, in a form of their own. */
export interface VivaVoceExtraEvent<
  Name extends 'onReady' | 'onClick' | 'onError' | 'onResize' | 'onTokenNeeded',
  Data = VivaVoceAbout,
> {
  type: Name;
  data: Data;
}

export interface VivaVoceEventMap {
  /** The agent is connected. A session that is carried on with after a reload sends none. */
  'vv-start': CustomEvent<VivaVoceSessionEvent<'onStart'>>;
  /** The visitor or the agent ended the session, or the element left the page during it. */
  'vv-stop': CustomEvent<VivaVoceSessionEvent<'onStop'>>;
  /** It was ended by force: time limit, lost contact. Comes instead of `vv-stop`. */
  'vv-terminated': CustomEvent<VivaVoceSessionEvent<'onTerminated'>>;
  /** The submission is stored. */
  'vv-submit': CustomEvent<VivaVoceSessionEvent<'onSubmit'>>;
  /** The first screen stands. */
  'vv-ready': CustomEvent<VivaVoceExtraEvent<'onReady'>>;
  /** The visitor's first click or key in the frame. */
  'vv-click': CustomEvent<VivaVoceExtraEvent<'onClick'>>;
  'vv-error': CustomEvent<VivaVoceExtraEvent<'onError', VivaVoceFailure>>;
  /** With `auto-height`: the content is this tall now. */
  'vv-resize': CustomEvent<VivaVoceExtraEvent<'onResize', VivaVoceSize>>;
  /** A private scenario is locked, or its access ends within a minute. */
  'vv-tokenneeded': CustomEvent<VivaVoceExtraEvent<'onTokenNeeded'>>;
}

/** As in the frame's `data-phase`. */
export type VivaVocePhase =
  | 'loading' | 'locked' | 'credentials' | 'ready' | 'connecting' | 'live'
  | 'stopping' | 'review' | 'submitted' | 'failed';

export interface VivaVoceState {
  phase: VivaVocePhase;
  scenarioId: string;
  sessionId?: string;
}

/**
 * `invalid`: unknown command or a value it cannot have. `phase`: not possible now. `gesture`: the
 * visitor has to act inside the frame. `refused`: not allowed. `timeout`: no answer within 10 s.
 * `reloaded`: the frame was loaded anew, or its element moved, before it answered. `server`: none is
 * named, or there is no conversation at its address. `version`: frame and script share no version.
 */
export type VivaVoceErrorCode =
  | 'invalid' | 'phase' | 'gesture' | 'refused' | 'timeout' | 'reloaded' | 'scenario' | 'server'
  | 'version';

export class VivaVoceError extends Error {
  constructor(code: VivaVoceErrorCode, message: string);
  readonly name: 'VivaVoceError';
  readonly code: VivaVoceErrorCode;
}

export interface VivaVoceNote {
  text: string;
  /** Unix milliseconds. */
  timestamp?: number;
  source?: string;
}

export interface VivaVoceTheme {
  /** Tailwind family-shade, `#hex` or CSS colour name. */
  color?: string;
  /** The same, or `transparent`. */
  background?: string;
  theme?: 'light' | 'dark' | 'auto';
}

export interface VivaVoceUser {
  name?: string;
  email?: string;
}

/** As an attribute says yes or no. */
export type VivaVoceFlag = 'true' | 'false' | '';

/**
 * Dynamic variables, without the `t_` prefix. Numbers and booleans become texts; `null` and `undefined`
 * are not given, and their `{{ NAME }}` stays as written.
 */
export type VivaVoceVariables =
  Record<string, string | number | bigint | boolean | null | undefined>;

/** The properties a page may set, as frameworks set them. */
export interface VivaVoceProperties {
  scenario: string | null | undefined;
  variant: 'full' | 'basic' | 'minimal' | null | undefined;
  server: string | null | undefined;
  autoHeight: boolean | VivaVoceFlag | null | undefined;
  loading: 'eager' | 'lazy' | null | undefined;
  variables: VivaVoceVariables | null | undefined;
  /** Called when a private scenario needs a (new) access token; ask your own server for it. */
  getToken: (() => string | Promise<string>) | null;
  // properties: `cargo xtask parameters` writes from here
  userName: string | null | undefined;
  userEmail: string | null | undefined;
  promptUserInfo: boolean | VivaVoceFlag | null | undefined;
  name: string | null | undefined;
  color: string | null | undefined;
  background: string | null | undefined;
  bg: string | null | undefined;
  theme: 'auto' | 'light' | 'dark' | null | undefined;
  scenarioNameColor: string | null | undefined;
  showPulse: boolean | VivaVoceFlag | null | undefined;
  pulse: boolean | VivaVoceFlag | null | undefined;
  hidePoweredBy: boolean | VivaVoceFlag | null | undefined;
  avatarId: string | number | null | undefined;
  avatarUrl: string | null | undefined;
  buttonStartLabel: string | null | undefined;
  buttonStopLabel: string | null | undefined;
  buttonColor: string | null | undefined;
  buttonIcon: string | null | undefined;
  buttonOutline: boolean | VivaVoceFlag | null | undefined;
  autoStart: boolean | VivaVoceFlag | null | undefined;
  transcribe: boolean | VivaVoceFlag | null | undefined;
  maxDuration: string | number | null | undefined;
  restoreSession: string | null | undefined;
  skipPrecheck: boolean | VivaVoceFlag | null | undefined;
  voice: string | null | undefined;
  languageCode: string | null | undefined;
  accent: string | null | undefined;
  texts: string | null | undefined;
  backend: string | null | undefined;
  preview: boolean | VivaVoceFlag | null | undefined;
  // properties: to here
}

/**
 * Every attribute of the element. An empty one of those that are true or false means true.
 *
 * `color`, `background`, `theme`, `user-name`, `user-email`, `title`, `auto-height` and `t_NAME` act
 * at once. `scenario`, `variant` and `server` make it another conversation: the present one ends.
 * The others load the frame anew, but not during a conversation: then they wait for its end.
 */
export interface VivaVoceAttributes {
  /** Id or slug; without one nothing is loaded. */
  scenario: string;
  variant?: 'full' | 'basic' | 'minimal';
  /** Address of the server; the script's own origin if left out. */
  server?: string;
  /** Accessible name of the frame. */
  title?: string;
  /** The frame grows and shrinks with its content. */
  'auto-height'?: VivaVoceFlag;
  loading?: 'eager' | 'lazy';
  // parameters: `cargo xtask parameters` writes from here
  /** Prefills the dialog; with `user-email` it is skipped. Unverified: grants nothing. */
  'user-name'?: string;
  /** Prefills the dialog, as `user-name` does. */
  'user-email'?: string;
  /** `false` lets a visitor in without the dialog. */
  'prompt-user-info'?: VivaVoceFlag;
  /** Title, up to 120 characters. */
  name?: string;
  /** Accent: Tailwind family-shade, `#hex` (in an address `%23hex`), CSS colour name. */
  color?: string;
  /** What the embed stands on: a colour, or `transparent`. Decides light or dark text. */
  background?: string;
  /** The same as `background`. */
  bg?: string;
  /** `light`, `dark`, or the visitor's; a given `background` wins. */
  theme?: 'auto' | 'light' | 'dark';
  /** Colour of the title. */
  'scenario-name-color'?: string;
  /** The moving ring around the avatar. */
  'show-pulse'?: VivaVoceFlag;
  /** The same as `show-pulse`. */
  pulse?: VivaVoceFlag;
  /** Hides the footer line. */
  'hide-powered-by'?: VivaVoceFlag;
  /** One of the faces 1 to 5. */
  'avatar-id'?: string | number;
  /** Picture, from the same origin or the operator's `image_hosts`. */
  'avatar-url'?: string;
  /** Label of the start button, up to 40 characters. */
  'button-start-label'?: string;
  /** Label of the end button. */
  'button-stop-label'?: string;
  /** Colour of the start button. */
  'button-color'?: string;
  /** `phone`, `mic`, `chat`, `play` or `arrow` on the start button. */
  'button-icon'?: string;
  /** Draws the start button as an outline. */
  'button-outline'?: VivaVoceFlag;
  /** Starts without the button once the visitor is known. */
  'auto-start'?: VivaVoceFlag;
  /** `false` keeps no transcript once the results are there. */
  transcribe?: VivaVoceFlag;
  /**
   * Seconds, up to a day; the smaller of this and the scenario's own is enforced by the server.
   */
  'max-duration'?: string | number;
  /** Session to carry on with, for whoever holds access to it. */
  'restore-session'?: string;
  /** Accepted; concerns voice, which is not there yet. */
  'skip-precheck'?: VivaVoceFlag;
  /** Accepted; concerns voice, which is not there yet. */
  voice?: string;
  /** Language of the conversation, BCP 47; `accent` is that of speech, never a colour. */
  'language-code'?: string;
  /** The same as `language-code`. */
  accent?: string;
  /** Language of the interface, BCP 47. */
  lang?: string;
  /**
   * What the interface says instead of our own words, JSON: `{"<language or *>": {"<key>":
   * "<text>"}}`; the keys stand in [languages.md](languages.md).
   */
  texts?: string;
  /** Which configured backend to talk to: a name, never an address. */
  backend?: string;
  /**
   * Marks the session as tried out (`source: "PREVIEW"`) for whoever shows that they may: it counts
   * nowhere, and grants nothing.
   */
  preview?: VivaVoceFlag;
  // parameters: to here
  /** Dynamic variables. HTML writes attribute names in lower case; `variables` keeps capitals. */
  [variable: `t_${string}`]: string | undefined;
}

export class VivaVoceElement extends HTMLElement {
  /**
   * Where the frames of elements without a `server` come from; this module's own origin. A page
   * that bundles this module has to set it, or `server`.
   */
  static server: string;

  /** Called when a private scenario needs a (new) access token; ask your own server for it. */
  getToken: (() => string | Promise<string>) | null;
  /** Dynamic variables, without the `t_` prefix, as texts. */
  get variables(): Record<string, string>;
  set variables(values: VivaVoceVariables | null | undefined);
  /** Id of the session under way or last ended. */
  readonly sessionId: string | null;

  // Each attribute as a property: a text, empty where there is none, or a boolean.
  get scenario(): string;
  set scenario(value: VivaVoceProperties['scenario']);
  get variant(): string;
  set variant(value: VivaVoceProperties['variant']);
  get server(): string;
  set server(value: VivaVoceProperties['server']);
  get autoHeight(): boolean;
  set autoHeight(value: VivaVoceProperties['autoHeight']);
  get loading(): string;
  set loading(value: VivaVoceProperties['loading']);
  // accessors: `cargo xtask parameters` writes from here
  get userName(): string;
  set userName(value: VivaVoceProperties['userName']);
  get userEmail(): string;
  set userEmail(value: VivaVoceProperties['userEmail']);
  get promptUserInfo(): boolean;
  set promptUserInfo(value: VivaVoceProperties['promptUserInfo']);
  get name(): string;
  set name(value: VivaVoceProperties['name']);
  get color(): string;
  set color(value: VivaVoceProperties['color']);
  get background(): string;
  set background(value: VivaVoceProperties['background']);
  get bg(): string;
  set bg(value: VivaVoceProperties['bg']);
  get theme(): string;
  set theme(value: VivaVoceProperties['theme']);
  get scenarioNameColor(): string;
  set scenarioNameColor(value: VivaVoceProperties['scenarioNameColor']);
  get showPulse(): boolean;
  set showPulse(value: VivaVoceProperties['showPulse']);
  get pulse(): boolean;
  set pulse(value: VivaVoceProperties['pulse']);
  get hidePoweredBy(): boolean;
  set hidePoweredBy(value: VivaVoceProperties['hidePoweredBy']);
  get avatarId(): string;
  set avatarId(value: VivaVoceProperties['avatarId']);
  get avatarUrl(): string;
  set avatarUrl(value: VivaVoceProperties['avatarUrl']);
  get buttonStartLabel(): string;
  set buttonStartLabel(value: VivaVoceProperties['buttonStartLabel']);
  get buttonStopLabel(): string;
  set buttonStopLabel(value: VivaVoceProperties['buttonStopLabel']);
  get buttonColor(): string;
  set buttonColor(value: VivaVoceProperties['buttonColor']);
  get buttonIcon(): string;
  set buttonIcon(value: VivaVoceProperties['buttonIcon']);
  get buttonOutline(): boolean;
  set buttonOutline(value: VivaVoceProperties['buttonOutline']);
  get autoStart(): boolean;
  set autoStart(value: VivaVoceProperties['autoStart']);
  get transcribe(): boolean | null;
  set transcribe(value: VivaVoceProperties['transcribe']);
  get maxDuration(): string;
  set maxDuration(value: VivaVoceProperties['maxDuration']);
  get restoreSession(): string;
  set restoreSession(value: VivaVoceProperties['restoreSession']);
  get skipPrecheck(): boolean;
  set skipPrecheck(value: VivaVoceProperties['skipPrecheck']);
  get voice(): string;
  set voice(value: VivaVoceProperties['voice']);
  get languageCode(): string;
  set languageCode(value: VivaVoceProperties['languageCode']);
  get accent(): string;
  set accent(value: VivaVoceProperties['accent']);
  get texts(): string;
  set texts(value: VivaVoceProperties['texts']);
  get backend(): string;
  set backend(value: VivaVoceProperties['backend']);
  get preview(): boolean;
  set preview(value: VivaVoceProperties['preview']);
  // accessors: to here

  /** Commands wait for the frame, and are rejected with a `VivaVoceError`. */
  start(): Promise<VivaVoceState>;
  stop(): Promise<VivaVoceState>;
  /** Sends a message as the visitor. */
  send(text: string): Promise<VivaVoceState>;
  /** Puts a text into the composer. */
  prefill(text: string): Promise<VivaVoceState>;
  /** Adds or replaces variables of the next session. */
  setVariables(values: VivaVoceVariables): Promise<VivaVoceState>;
  setUser(user: VivaVoceUser): Promise<VivaVoceState>;
  setTheme(theme: VivaVoceTheme): Promise<VivaVoceState>;
  setAccessToken(token: string): Promise<VivaVoceState>;
  getState(): Promise<VivaVoceState>;
  /** Ends the session and removes the element. */
  destroy(): Promise<VivaVoceState | void>;
  /** Tells the agent what the page observed. */
  sendNotes(notes: VivaVoceNote[]): void;

  addEventListener<K extends keyof VivaVoceEventMap>(
    type: K,
    listener: (this: VivaVoceElement, event: VivaVoceEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<K extends keyof VivaVoceEventMap>(
    type: K,
    listener: (this: VivaVoceElement, event: VivaVoceEventMap[K]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | EventListenerOptions,
  ): void;
}

declare global {
  interface HTMLElementTagNameMap {
    'viva-voce': VivaVoceElement;
  }
}
