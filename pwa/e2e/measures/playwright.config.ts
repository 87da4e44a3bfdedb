/** What a device waits for, as figures: `npm run measure` prints them. Not part of the tests, since machines are noisy. */

import { defineConfig } from '@playwright/test';
import specs from '../playwright.config';

export default defineConfig({
  ...specs,
  testDir: '.',
  testMatch: '*.measure.ts',
  workers: 1,
  timeout: 300_000,
});
