/** Version of what element and frame say to one another. */
export const VERSION: 1;

/** The four documented events: exactly these fields. */
export interface VivaVoceSessionEvent {
  event: 'onStart' | 'onStop' | 'onTerminated' | 'onSubmit';
  /** 24 hex digits. */
  sessionId: string;
  /** Unix milliseconds. */
  timestamp: number;
}

/** The extras, in a form of their own. */
export interface VivaVoceExtraEvent {
  type: 'onReady' | 'onClick' | 'onError' | 'onResize' | 'onTokenNeeded';
  data: {
    scenario_id: string;
    session_id?: string;
    /** `onError` only. */
    code?: string;
    /** `onError` only: a sentence for the developer. */
    message?: string;
    /** `onResize` only: CSS pixels. */
    height?: number;
  };
}

export interface VivaVoceEventMap {
  'vv-start': CustomEvent<VivaVoceSessionEvent>;
  'vv-stop': CustomEvent<VivaVoceSessionEvent>;
  'vv-terminated': CustomEvent<VivaVoceSessionEvent>;
  'vv-submit': CustomEvent<VivaVoceSessionEvent>;
  'vv-ready': CustomEvent<VivaVoceExtraEvent>;
  'vv-click': CustomEvent<VivaVoceExtraEvent>;
  'vv-error': CustomEvent<VivaVoceExtraEvent>;
  'vv-resize': CustomEvent<VivaVoceExtraEvent>;
  'vv-tokenneeded': CustomEvent<VivaVoceExtraEvent>;
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
 * `reloaded`: the frame was loaded anew. `gone`: the element left the page.
 */
export type VivaVoceErrorCode =
  | 'invalid' | 'phase' | 'gesture' | 'refused' | 'timeout' | 'reloaded' | 'gone';

export class VivaVoceError extends Error {
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

/** Every attribute of the element. `t_NAME` attributes are dynamic variables. */
export interface VivaVoceAttributes {
  /** Id or slug; required. */
  scenario: string;
  variant?: 'full' | 'basic' | 'minimal';
  /** Address of the server; the script's own origin if left out. */
  server?: string;
  /** Accessible name of the frame. */
  title?: string;
  /** The frame grows with its content. */
  'auto-height'?: boolean | '';
  loading?: 'eager' | 'lazy';
  'user-name'?: string;
  'user-email'?: string;
  'prompt-user-info'?: 'true' | 'false';
  name?: string;
  color?: string;
  background?: string;
  theme?: 'light' | 'dark' | 'auto';
  'show-pulse'?: 'true' | 'false';
  'hide-powered-by'?: 'true' | 'false';
  transcribe?: 'true' | 'false';
  'skip-precheck'?: 'true' | 'false';
  'auto-start'?: 'true' | 'false';
  /** Seconds. */
  'max-duration'?: string | number;
  'restore-session'?: string;
  voice?: string;
  /** BCP 47. */
  'language-code'?: string;
  'avatar-url'?: string;
  'avatar-id'?: string | number;
  'button-start-label'?: string;
  'button-stop-label'?: string;
  'button-color'?: string;
  'button-icon'?: string;
  'button-outline'?: 'true' | 'false';
  'scenario-name-color'?: string;
  backend?: string;
  lang?: string;
  /** Marks its sessions as tried out: they are counted nowhere. */
  preview?: 'true' | 'false';
  [variable: `t_${string}`]: string | undefined;
}

export class VivaVoceElement extends HTMLElement {
  /** Called when a private scenario needs a (new) access token; ask your own server for it. */
  getToken: (() => string | Promise<string>) | null;
  /** Dynamic variables, without the `t_` prefix. */
  variables: Record<string, string>;
  /** Id of the session under way or last ended. */
  readonly sessionId: string | null;

  /** Commands wait for the frame, and time out after 10 s. */
  start(): Promise<VivaVoceState>;
  stop(): Promise<VivaVoceState>;
  /** Sends a message as the visitor. */
  send(text: string): Promise<VivaVoceState>;
  /** Puts a text into the composer. */
  prefill(text: string): Promise<VivaVoceState>;
  /** For the next session. */
  setVariables(values: Record<string, string>): Promise<VivaVoceState>;
  setUser(user: { name?: string; email?: string }): Promise<VivaVoceState>;
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
}

declare global {
  interface HTMLElementTagNameMap {
    'viva-voce': VivaVoceElement;
  }
}
