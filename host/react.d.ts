import type { AriaAttributes, CSSProperties, ForwardRefExoticComponent, RefAttributes } from 'react';
import type {
  VivaVoceAttributes, VivaVoceElement, VivaVoceEventMap, VivaVoceFlag as Flag, VivaVoceVariables,
} from './viva-voce.js';

export type {
  VivaVoceElement, VivaVoceError, VivaVoceErrorCode, VivaVoceFailureCode, VivaVoceState,
} from './viva-voce.js';

type Camel<Name extends string> = Name extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : Name;

type Named = { [Name in keyof VivaVoceAttributes as string extends Name ? never
  : Name extends `t_${string}` ? never : Name]: VivaVoceAttributes[Name] };

// `true` and `false` are values of those alone that are one or the other: `user && user.name` is no name.
type Prop<Value> = Value | ([Value] extends [Flag | undefined] ? boolean : never) | null | undefined;

type Detail<Name extends keyof VivaVoceEventMap> = (message: VivaVoceEventMap[Name]['detail']) => void;

/** The element's attributes in camel case, its events, and what every element has. */
export type VivaVoceProps = {
  [Name in keyof Named as Camel<Name & string>]: Prop<Named[Name]>;
} & {
  id?: string;
  className?: string;
  style?: CSSProperties;
  slot?: string;
  /** Dynamic variables, without the `t_` prefix. */
  variables?: VivaVoceVariables | null;
  /** Called when a private scenario needs a (new) access token; ask your own server for it. */
  getToken?: (() => string | Promise<string>) | null;
  onReady?: Detail<'vv-ready'>;
  /** The visitor's first click or key in the frame. */
  onClick?: Detail<'vv-click'>;
  onStart?: Detail<'vv-start'>;
  onStop?: Detail<'vv-stop'>;
  onTerminated?: Detail<'vv-terminated'>;
  onSubmit?: Detail<'vv-submit'>;
  onError?: Detail<'vv-error'>;
  onResize?: Detail<'vv-resize'>;
  onTokenNeeded?: Detail<'vv-tokenneeded'>;
} & AriaAttributes & { [data: `data-${string}`]: string | number | boolean | undefined };

/** `<viva-voce>` for React 18 and later; the ref gives the element with its commands. */
export const VivaVoce: ForwardRefExoticComponent<VivaVoceProps & RefAttributes<VivaVoceElement>>;
