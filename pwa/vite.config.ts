import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import manifest from './package.json' with { type: 'json' };
import { words } from './scripts/paraglide.js';
import { precompress } from './scripts/precompress.js';

/** Where `guiche serve` or `guiche demo` listens while the interface is developed against it. */
const server = process.env['GUICHE_SERVER'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [
    ...words(),
    svelte(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'sw',
      filename: 'sw.ts',
      injectRegister: false,
      manifest: false,
      injectManifest: {
        // The shell and its screens. Settings, contact panel and dialogs come too: an agent without
        // network still opens them, and together they weigh less than one photograph.
        globPatterns: ['index.html', 'assets/*.{js,css}', 'icons/logo.svg'],
        // Hashed names need no revision query.
        dontCacheBustURLsMatching: /^assets\//,
      },
    }),
    precompress(),
  ],
  define: {
    'import.meta.env.VITE_VERSION': JSON.stringify(manifest.version),
  },
  build: {
    target: 'es2022',
    outDir: 'dist',
    // Every engine we support knows `modulepreload`; the polyfill would be dead weight.
    modulePreload: { polyfill: false },
    // Inlined `data:` assets would need a wider Content-Security-Policy.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // What the first screen stands on, in one file: it compresses better than five, and comes in one go.
            {
              name: 'app',
              priority: 3,
              test: /\/src\/(?:app\/(?:mount|install|invitation|updates|language)|data\/index)\b/,
            },
            { name: 'rooms', priority: 2, test: /\/src\/i18n\/rooms\b/ },
            // Small things that belong together come together.
            {
              name: 'later',
              priority: 1,
              test: /\/src\/(?:app\/(?:alerts|focus|launches|worker)|ui\/inbox\/gliding|data\/(?:delivery|claims|attended-carrier))\b/,
            },
            { name: 'dialogs', priority: 1, test: /\/src\/ui\/dialogs\// },
            // Choosing, showing and bringing files: whoever sends one needs nearly all of it.
            {
              name: 'files',
              priority: 1,
              test: /\/src\/(?:ui\/attach\/\w+|ui\/thread\/Viewer|state\/library|rules\/send(?:able|ing-limits)|data\/(?:carriers|carrying\/\w+|library|uploads\/uploader)|net\/(?:upload|documents\/(?:files|library|sending)))\b/,
            },
          ],
        },
      },
    },
  },
  server: {
    proxy: {
      '/graphql': { target: server, ws: true },
      '/media': server,
    },
  },
});
