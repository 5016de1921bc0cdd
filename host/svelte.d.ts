// <viva-voce> in the markup of Svelte 4 and 5: `import type {} from 'viva-voce/svelte'`, once.
import type { HTMLAttributes } from 'svelte/elements';
import type { VivaVoceAttributes, VivaVoceEventMap, VivaVoceProperties } from './viva-voce.js';
import type { VivaVoceElement } from './viva-voce.js';

type Listeners = {
  // Svelte 5, and Svelte 4.
  [Name in keyof VivaVoceEventMap as `on${Name}` | `on:${Name}`]?:
    (event: VivaVoceEventMap[Name]) => void;
};

type Own = Partial<VivaVoceAttributes> & Partial<VivaVoceProperties> & Listeners;

declare module 'svelte/elements' {
  export interface SvelteHTMLElements {
    'viva-voce': Own & Omit<HTMLAttributes<VivaVoceElement>, keyof Own>;
  }
}
