// Serves the interface over an invented desk, for looking at it and for taking pictures. Never part of the build.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { words } from '../../scripts/paraglide.js';

export default defineConfig({
  root: 'e2e/gallery',
  publicDir: '../../public',
  cacheDir: '../../node_modules/.vite-gallery',
  plugins: [...words(), svelte({ configFile: '../../svelte.config.js' })],
  server: { port: 5199, strictPort: true, fs: { allow: ['../..'] } },
});
