// <viva-voce> in the templates of Vue 3: `import type {} from 'viva-voce/vue'`, once.
import type { HTMLAttributes, PublicProps } from 'vue';
import type { VivaVoceAttributes, VivaVoceEventMap, VivaVoceProperties } from './viva-voce.js';

type Listeners = {
  [Name in keyof VivaVoceEventMap as Name extends `vv-${infer Rest}` ? `onVv${Capitalize<Rest>}` : never]?:
    (event: VivaVoceEventMap[Name]) => void;
};

type Own = Partial<VivaVoceAttributes> & Partial<VivaVoceProperties> & Listeners;

declare module 'vue' {
  interface GlobalComponents {
    'viva-voce': new () => { $props: Own & Omit<HTMLAttributes, keyof Own> & PublicProps };
  }
}
