import type { Theme } from '../data';

const KEY = 'guiche-theme';

/** The choice of the last visit, so that the first frame has the right colours before the store is open. */
export function applyRememberedTheme(): void {
  apply(localStorage.getItem(KEY) as Theme | null);
}

export function applyTheme(theme: Theme): void {
  localStorage.setItem(KEY, theme);
  apply(theme);
}

function apply(theme: Theme | null): void {
  const root = document.documentElement;
  if (theme === 'LIGHT' || theme === 'DARK') root.dataset['theme'] = theme.toLowerCase();
  else delete root.dataset['theme'];
  paintSystemBars(root.dataset['theme']);
}

/** The bars of the system follow a chosen theme too, not only the device's. */
function paintSystemBars(theme: string | undefined): void {
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    const own = (meta.dataset['scheme'] ??= meta.media.includes('dark') ? 'dark' : 'light');
    meta.media = theme === undefined ? `(prefers-color-scheme: ${own})` : own === theme ? 'all' : 'not all';
  }
}
