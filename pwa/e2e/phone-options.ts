/** The phone that most agents have: what every browser context is, unless a spec is about another device. */

import { devices, type BrowserContextOptions } from '@playwright/test';

export const phoneOptions: BrowserContextOptions = {
  ...devices['Pixel 7'],
  viewport: { width: 390, height: 844 },
  locale: 'pt-BR',
  timezoneId: 'America/Sao_Paulo',
};
