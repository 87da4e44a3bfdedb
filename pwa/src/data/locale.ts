import type { Locale } from './records';

/** Portuguese, the product's first language, unless the browser speaks one of the others. */
export function localeFrom(language: string | undefined): Locale {
  if (/^en\b/i.test(language ?? '')) return 'EN';
  return /^es\b/i.test(language ?? '') ? 'ES' : 'PT_BR';
}
