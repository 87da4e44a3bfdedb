/** The words of the interface: compiled messages, the language in force, and dates as people write them. */

import type { Locale as PreferredLocale } from '../data';
import { getLocale, setLocale as setCompiledLocale, type Locale } from './paraglide/runtime.js';

export * as m from './paraglide/messages.js';
export { getLocale, type Locale };

const LOCALES: Readonly<Record<PreferredLocale, Locale>> = { PT_BR: 'pt-BR', EN: 'en', ES: 'es' };

/** The name of each language in itself, for the picker. */
export const LANGUAGE_NAMES: Readonly<Record<PreferredLocale, string>> = {
  PT_BR: 'Português',
  EN: 'English',
  ES: 'Español',
};

export function toLocale(preferred: PreferredLocale): Locale {
  return LOCALES[preferred];
}

/** Keeps the choice for the next start; the caller redraws. */
export function setLocale(locale: Locale): void {
  void setCompiledLocale(locale, { reload: false });
  document.documentElement.lang = locale;
}
