/**
 * The words of the interface, and the language in force. Portuguese comes with the app; another language is a file of
 * its own that a device loads once, so that nobody carries three.
 */

import type { Locale as PreferredLocale } from '../data';
import type * as declared from './paraglide/messages.js';
import * as portuguese from './paraglide/messages/pt-BR.js';

type Messages = typeof declared;
export type Locale = 'pt-BR' | 'en' | 'es';

const CATALOGUES: Readonly<Record<Locale, () => Promise<unknown>>> = {
  'pt-BR': () => Promise.resolve(portuguese),
  en: () => import('./paraglide/messages/en.js'),
  es: () => import('./paraglide/messages/es.js'),
};

const LOCALES: Readonly<Record<PreferredLocale, Locale>> = { PT_BR: 'pt-BR', EN: 'en', ES: 'es' };

/** The name of each language in itself, for the picker. */
export const LANGUAGE_NAMES: Readonly<Record<PreferredLocale, string>> = {
  PT_BR: 'Português',
  EN: 'English',
  ES: 'Español',
};

/** The messages in force. A live binding: ask it for a message when that is shown, not when a module is loaded. */
export let m = portuguese as unknown as Messages;

let inForce: Locale = 'pt-BR';

export function getLocale(): Locale {
  return inForce;
}

/** Resolves when the words are there; the caller redraws. Rejects where they cannot be had: the old ones stay. */
export async function useLocale(locale: Locale): Promise<void> {
  m = (await CATALOGUES[locale]()) as Messages;
  inForce = locale;
}

export function toLocale(preferred: PreferredLocale): Locale {
  return LOCALES[preferred];
}

/** The first of the device's languages that we speak. */
export function closestLocale(languages: readonly string[]): Locale {
  for (const language of languages) {
    const [primary] = language.toLowerCase().split('-');
    if (primary === 'pt') return 'pt-BR';
    if (primary === 'en' || primary === 'es') return primary;
  }
  return 'pt-BR';
}
