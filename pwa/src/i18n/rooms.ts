/** All words: those of the first screen and those of the rooms behind it, which are fetched with the first such room. */

import { followLocale, m as core, type CoreMessages, type Locale } from '.';
import type * as declared from './paraglide/rooms/messages.js';
import * as portuguese from './paraglide/rooms/messages/pt-BR.js';

type Messages = CoreMessages & typeof declared;

const CATALOGUES: Readonly<Record<Locale, () => Promise<object>>> = {
  'pt-BR': () => Promise.resolve(portuguese),
  en: () => import('./paraglide/rooms/messages/en.js'),
  es: () => import('./paraglide/rooms/messages/es.js'),
};

/** The messages in force; a live binding like that of the first screen. */
export let m = { ...core, ...portuguese } as unknown as Messages;

async function follow(locale: Locale): Promise<void> {
  m = { ...core, ...(await CATALOGUES[locale]()) } as Messages;
}

/** A room opens once its words are there. Those that cannot be fetched stay Portuguese. */
export const ready = followLocale(follow).catch(() => undefined);
