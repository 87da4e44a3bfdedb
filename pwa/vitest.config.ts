import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { paraglide } from './scripts/paraglide.js';

export default defineConfig({
  plugins: [paraglideVitePlugin(paraglide), svelte()],
  test: {
    include: ['src/**/*.test.ts', 'sw/**/*.test.ts'],
    environment: 'node',
  },
});
