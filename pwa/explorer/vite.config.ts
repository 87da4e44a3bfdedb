// Builds GraphiQL for developers of integrations, beside the app: the server shows it at /graphql in development alone.
import { defineConfig } from 'vite';
import { precompress } from '../scripts/precompress.js';

export default defineConfig({
  root: 'explorer',
  publicDir: false,
  plugins: [precompress()],
  build: {
    target: 'es2022',
    outDir: '../dist/explorer',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: 'explorer/main.js',
      // Marks for servers that render React, of which there is none here.
      onLog: (level, log, print) => {
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') print(level, log);
      },
      // One file under one name, which the server's page knows; nobody waits for this one.
      output: { entryFileNames: 'main.js', assetFileNames: '[name][extname]', codeSplitting: false },
    },
    chunkSizeWarningLimit: 2_000,
  },
});
