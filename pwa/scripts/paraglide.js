import { fileURLToPath } from 'node:url';
import { paraglideVitePlugin } from '@inlang/paraglide-js';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

/**
 * The words are compiled in two catalogues: those of the first screen, and those of the rooms behind it.
 * @returns {import('@inlang/paraglide-js').CompilerOptions[]}
 */
export const catalogues = ['core', 'rooms'].map((name) => ({
  project: path(`../${name}.inlang`),
  outdir: path(`../src/i18n/paraglide/${name}`),
  strategy: ['globalVariable', 'baseLocale'],
  // One module a language, so that a device loads the words of one (see `src/i18n`).
  outputStructure: 'locale-modules',
  // A browser renders one language at a time.
  disableAsyncLocalStorage: true,
}));

/** For the build, the tests and the gallery alike. */
export const words = () => catalogues.map((catalogue) => paraglideVitePlugin(catalogue));
