/** What a spec may ask for. Each test has an installation of its own, and none may leave a complaint of the browser. */

import { test as base, expect, type BrowserContextOptions } from '@playwright/test';
import { Phone } from './screens/phone';
import { Complaints } from './world/complaints';
import { Installation } from './world/installation';
import type { Sandbox } from './world/sandbox';

export interface Fixtures {
  installation: Installation;
  sandbox: Sandbox;
  complaints: Complaints;
  phone: Phone;
  /** One more device, of somebody else or of the same person. */
  anotherPhone: (options?: BrowserContextOptions) => Promise<Phone>;
}

export const test = base.extend<Fixtures>({
  installation: async ({}, use, info) => {
    const installation = await Installation.start();
    await use(installation);
    if (info.status !== info.expectedStatus) {
      await info.attach('guiche.log', { body: await installation.log(), contentType: 'text/plain' });
    }
    await installation.remove();
  },
  sandbox: ({ installation }, use) => use(installation.sandbox),
  baseURL: ({ installation }, use) => use(installation.url),
  // Judged while the installation still stands: what browsers say of its end is no complaint.
  complaints: async ({ installation }, use) => {
    void installation;
    const complaints = new Complaints();
    await use(complaints);
    expect(complaints.heard, 'complaints of the browser').toEqual([]);
  },
  context: async ({ context, complaints }, use) => {
    complaints.listenTo(context);
    await use(context);
  },
  phone: ({ page }, use) => use(new Phone(page)),
  anotherPhone: async ({ browser, baseURL, complaints }, use) => {
    const contexts: { close(): Promise<void> }[] = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({ ...(baseURL ? { baseURL } : {}), ...options });
      contexts.push(context);
      complaints.listenTo(context);
      return new Phone(await context.newPage());
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
});

export { expect } from '@playwright/test';
