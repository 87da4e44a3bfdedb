import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { words } from './scripts/paraglide.js';

export default defineConfig({
  plugins: [...words(), svelte()],
  test: {
    include: ['src/**/*.test.ts', 'sw/**/*.test.ts'],
    environment: 'node',
  },
});
