/** For specs about notifications: phones that stay, a push service, and the system's screen that shows what it brings. */

import { chromium as browserType, type BrowserContext } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from './fixtures';
import { phoneOptions } from './phone-options';
import { Phone } from './screens/phone';
import { chromium } from './world/chromium';
import { Desktop } from './world/desktop';
import { Installation } from './world/installation';
import { PushServices } from './world/push-services';

/** A browser with a profile of its own: private windows can have no subscription. */
export class InstalledPhone {
  constructor(readonly context: BrowserContext) {}

  /** The app, opened anew. */
  async open(path = '/'): Promise<Phone> {
    const page = await this.context.newPage();
    await page.goto(path);
    return new Phone(page);
  }

  /** The page that something else opens meanwhile. */
  async opened(act: () => Promise<void>): Promise<Phone> {
    const [page] = await Promise.all([this.context.waitForEvent('page'), act()]);
    return new Phone(page);
  }
}

export interface PushFixtures {
  folder: string;
  services: PushServices;
  desktop: Desktop;
  installedPhone: () => Promise<InstalledPhone>;
}

export const test = base.extend<PushFixtures>({
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'guiche-push-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
  services: async ({ folder }, use) => {
    const services = await PushServices.start(join(folder, 'services.log'));
    await use(services);
    await services.stop();
  },
  desktop: async ({ folder }, use) => {
    const desktop = await Desktop.start(join(folder, 'desktop.log'));
    await use(desktop);
    await desktop.stop();
  },
  installation: async ({ services }, use, info) => {
    const installation = await Installation.start(services.variables);
    await use(installation);
    if (info.status !== info.expectedStatus) {
      await info.attach('guiche.log', { body: await installation.log(), contentType: 'text/plain' });
    }
    await installation.remove();
  },
  installedPhone: async ({ folder, services, desktop, installation, complaints }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async () => {
      const context = await browserType.launchPersistentContext(await mkdtemp(join(folder, 'profile-')), {
        ...chromium,
        ...phoneOptions,
        baseURL: installation.url,
        args: services.chromiumArguments,
        env: { ...process.env, ...desktop.variables },
      });
      contexts.push(context);
      complaints.listenTo(context);
      await context.grantPermissions(['notifications'], { origin: installation.url });
      return new InstalledPhone(context);
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
});

export { expect } from './fixtures';
