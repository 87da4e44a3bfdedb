/**
 * The interface, driven by a real browser against the real program: nothing between the fingers and the ledger of the
 * emulated WhatsApp is replaced. `specs/` says what people do, `world/` starts everything they do it with, `screens/`
 * knows where things are on the screen. Build first: `make pwa`, `cargo build --package guiche --package guiche-tests`.
 */

import { defineConfig } from '@playwright/test';
import { phoneOptions } from './phone-options';
import { chromium } from './world/chromium';

export default defineConfig({
  testDir: './specs',
  outputDir: '../test-results',
  globalSetup: './world/prepared.ts',
  fullyParallel: true,
  workers: 2,
  // A test that passes the second time has failed.
  retries: 0,
  forbidOnly: process.env['CI'] !== undefined,
  timeout: 90_000,
  // Patience for an event, on a machine that compiles meanwhile; never a wait.
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: {
    ...phoneOptions,
    browserName: 'chromium',
    launchOptions: chromium,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
});
