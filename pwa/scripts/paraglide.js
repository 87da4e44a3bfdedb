import { fileURLToPath } from 'node:url';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

/** How messages are compiled; shared by the build, the tests and the gallery. @type {import('@inlang/paraglide-js').CompilerOptions} */
export const paraglide = {
  project: path('../project.inlang'),
  outdir: path('../src/i18n/paraglide'),
  strategy: ['localStorage', 'preferredLanguage', 'baseLocale'],
  // One module a language, so that a device loads the words of one (see `src/i18n`).
  outputStructure: 'locale-modules',
  // A browser renders one language at a time.
  disableAsyncLocalStorage: true,
};
