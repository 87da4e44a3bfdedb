import { closestLocale, useLocale, type Locale } from '../i18n';

const KEY = 'guiche-locale';

/** The language of the last visit, else the device's own: before anybody has signed in. */
export async function useRememberedLanguage(): Promise<void> {
  const remembered = localStorage.getItem(KEY);
  await useLanguage(isLocale(remembered) ? remembered : closestLocale(navigator.languages));
}

export async function useLanguage(locale: Locale): Promise<void> {
  await useLocale(locale);
  localStorage.setItem(KEY, locale);
  document.documentElement.lang = locale;
}

function isLocale(value: string | null): value is Locale {
  return value === 'pt-BR' || value === 'en' || value === 'es';
}
