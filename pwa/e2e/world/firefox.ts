/** The system's own Firefox with a profile of its own, and what it shows around its pages. */

import { expect } from '@playwright/test';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Marionette } from './marionette';
import { freePort, Program } from './program';

type Preference = string | number | boolean;

/** By default the profile is that of somebody's first start, who would be asked this and that. */
const QUIET: Readonly<Record<string, Preference>> = {
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'datareporting.policy.dataSubmissionEnabled': false,
  'intl.accept_languages': 'pt-BR',
};

export class Firefox {
  readonly #program: Program;
  readonly #profile: string;
  readonly #marionette: Marionette;

  private constructor(program: Program, profile: string, marionette: Marionette) {
    this.#program = program;
    this.#profile = profile;
    this.#marionette = marionette;
  }

  static async start(folder: string, preferences: Readonly<Record<string, Preference>>): Promise<Firefox> {
    const profile = await mkdtemp(join(folder, 'firefox-'));
    const port = await freePort();
    const all = { ...QUIET, ...preferences, 'marionette.port': port };
    const lines = Object.entries(all).map(
      ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
    );
    await writeFile(join(profile, 'user.js'), lines.join(''));
    const program = Program.launch({
      program: 'firefox-esr',
      arguments: [
        ...['--headless', '--no-remote', '--marionette', '--remote-allow-system-access'],
        ...['--profile', profile, 'about:blank'],
      ],
      // Containers have no namespaces to build Firefox's own sandbox from.
      variables: { MOZ_DISABLE_CONTENT_SANDBOX: '1', HOME: profile },
      log: join(folder, 'firefox.log'),
    });
    return new Firefox(program, profile, await Marionette.connect(port));
  }

  async open(url: string): Promise<void> {
    await this.#marionette.command('WebDriver:Navigate', { url });
  }

  async fill(selector: string, text: string): Promise<void> {
    await this.#marionette.command('WebDriver:ElementSendKeys', { id: await this.#find(selector), text });
  }

  /** Presses what is called so. */
  async press(name: string): Promise<void> {
    const called = `//*[self::button or self::a][contains(normalize-space(), '${name}')]`;
    await this.#marionette.command('WebDriver:ElementClick', { id: await this.#find(called, 'xpath') });
  }

  /** Waits until the page says this, as people see it. */
  async says(text: string): Promise<void> {
    const seen = () => this.run<string>('return document.body.innerText');
    await expect.poll(seen, { timeout: 30_000 }).toContain(text);
  }

  /** Runs a script in the page and gives back what it returns. */
  run<Value>(script: string): Promise<Value> {
    return this.#marionette.run('content', script);
  }

  path(): Promise<string> {
    return this.run('return location.pathname');
  }

  /** Waits for a notification with this title, taps it, and follows to the page that it opens. */
  async tap(title: string): Promise<void> {
    const before = await this.#pages();
    await expect.poll(() => this.#notifications(), { timeout: 30_000 }).toContain(title);
    await this.#marionette.run(
      'chrome',
      `const shown = [...Services.wm.getEnumerator('alert:alert')];
       shown.find((it) => it.document.getElementById('alertTitleLabel').value === arguments[0]).onAlertClick();`,
      [title],
    );
    const opened = async () => (await this.#pages()).find((handle) => !before.includes(handle));
    await expect.poll(opened).toBeDefined();
    await this.#marionette.command('WebDriver:SwitchToWindow', { handle: await opened() });
  }

  async stop(): Promise<void> {
    this.#marionette.close();
    await this.#program.stop('SIGKILL');
    await rm(this.#profile, { recursive: true, force: true });
  }

  #notifications(): Promise<string[]> {
    return this.#marionette.run(
      'chrome',
      `return [...Services.wm.getEnumerator('alert:alert')].map((it) => it.document.getElementById('alertTitleLabel')?.value)`,
    );
  }

  #pages(): Promise<string[]> {
    return this.#marionette.command('WebDriver:GetWindowHandles');
  }

  /** Waits until it is there. */
  async #find(value: string, using: 'css selector' | 'xpath' = 'css selector'): Promise<string> {
    const found = () =>
      this.#marionette
        .command<{ value: Record<string, string> }>('WebDriver:FindElement', { using, value })
        .then(
          ({ value }) => Object.values(value)[0],
          () => undefined,
        );
    await expect.poll(found).toBeDefined();
    return (await found()) ?? '';
  }
}
