/** What a device waits for, as figures: `npm run measure` prints them. Not part of the tests, since machines are noisy. */

import { defineConfig } from '@playwright/test';
import specs from '../playwright.config';

export default defineConfig({
  ...specs,
  globalSetup: '../world/prepared.ts',
  outputDir: '../../test-results',
  testDir: '.',
  testMatch: '*.measure.ts',
  workers: 1,
  timeout: 300_000,
  // Recording costs the page what it records.
  use: { ...specs.use, trace: 'off', screenshot: 'off' },
});
