/**
 * The words of the first screen, and the language in force. Portuguese comes with the app; another language is a file of
 * its own that a device loads once, so that nobody carries three. The words of the rooms behind are in `rooms.ts`.
 */

import type { Locale as PreferredLocale } from '../data';
import type * as declared from './paraglide/core/messages.js';
import * as portuguese from './paraglide/core/messages/pt-BR.js';

export type Locale = 'pt-BR' | 'en' | 'es';
export type CoreMessages = typeof declared;

const CATALOGUES: Readonly<Record<Locale, () => Promise<unknown>>> = {
  'pt-BR': () => Promise.resolve(portuguese),
  en: () => import('./paraglide/core/messages/en.js'),
  es: () => import('./paraglide/core/messages/es.js'),
};

const LOCALES: Readonly<Record<PreferredLocale, Locale>> = { PT_BR: 'pt-BR', EN: 'en', ES: 'es' };

/** The messages in force. A live binding: ask it for a message when that is shown, not when a module is loaded. */
export let m = portuguese as unknown as CoreMessages;

let inForce: Locale = 'pt-BR';
const followers: ((locale: Locale) => Promise<void>)[] = [];

export function getLocale(): Locale {
  return inForce;
}

/** Resolves when the words are there; the caller redraws. Rejects where they cannot be had: the old ones stay. */
export async function useLocale(locale: Locale): Promise<void> {
  m = (await CATALOGUES[locale]()) as CoreMessages;
  inForce = locale;
  await Promise.all(followers.map((follow) => follow(locale)));
}

/** For catalogues loaded later: brings them to the language in force, now and whenever that changes. */
export async function followLocale(follow: (locale: Locale) => Promise<void>): Promise<void> {
  followers.push(follow);
  await follow(inForce);
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

/** The name of each language in itself, for the picker. */
export const LANGUAGE_NAMES: Readonly<Record<PreferredLocale, string>> = {
  PT_BR: 'Português',
  EN: 'English',
  ES: 'Español',
};
