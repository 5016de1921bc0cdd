// <viva-voce> in the JSX of React 18 and 19: `import type {} from 'viva-voce/jsx'`, once.
import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { VivaVoceAttributes, VivaVoceEventMap, VivaVoceProperties } from './viva-voce.js';
import type { VivaVoceElement } from './viva-voce.js';

/** React 19 listens to what follows `on`. */
type Listeners = {
  [Name in keyof VivaVoceEventMap as `on${Name}`]?: (event: VivaVoceEventMap[Name]) => void;
};

type Own = Partial<VivaVoceAttributes> & Partial<VivaVoceProperties> & Listeners & { class?: string };

/** Attributes in kebab case; React 19 also sets properties, in camel case. */
export type VivaVoceIntrinsic =
  Own & Omit<DetailedHTMLProps<HTMLAttributes<VivaVoceElement>, VivaVoceElement>, keyof Own>;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'viva-voce': VivaVoceIntrinsic;
    }
  }
}
