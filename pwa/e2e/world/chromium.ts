/** The system's own browser: nothing is downloaded, and it is what people have. */

import type { LaunchOptions } from '@playwright/test';

export const chromium = {
  executablePath: process.env['E2E_CHROMIUM'] ?? '/usr/bin/chromium',
  // Containers have no namespaces to build Chromium's own sandbox from.
  chromiumSandbox: false,
} satisfies LaunchOptions;
