// Serves the interface over an invented desk, for looking at it and for taking pictures. Never part of the build.
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { paraglide } from '../../scripts/paraglide.js';

export default defineConfig({
  root: 'e2e/gallery',
  publicDir: '../../public',
  cacheDir: '../../node_modules/.vite-gallery',
  plugins: [paraglideVitePlugin(paraglide), svelte({ configFile: '../../svelte.config.js' })],
  server: { port: 5199, strictPort: true, fs: { allow: ['../..'] } },
});
