/** WebKit, the engine of every browser on an iPhone, in GTK's own browser and driven by its WebDriver. */

import { expect } from '@playwright/test';
import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ask } from './control';
import { freePort, Program } from './program';

const PHONE = { width: 390, height: 844 };

export class WebKit {
  readonly #programs: readonly Program[];
  readonly #home: string;
  readonly #session: string;

  private constructor(programs: readonly Program[], home: string, session: string) {
    this.#programs = programs;
    this.#home = home;
    this.#session = session;
  }

  static async start(folder: string): Promise<WebKit> {
    const home = await mkdtemp(join(folder, 'webkit-'));
    const log = join(folder, 'webkit.log');
    const screen = await Program.start({
      program: 'Xvfb',
      arguments: ['-displayfd', '1', '-screen', '0', '1024x1024x24', '-nolisten', 'tcp'],
      log,
    });
    const port = await freePort();
    const driver = Program.launch({
      program: 'WebKitWebDriver',
      arguments: [`--port=${port}`, '--host=127.0.0.1'],
      variables: {
        DISPLAY: `:${screen.line}`,
        HOME: home,
        LIBGL_ALWAYS_SOFTWARE: '1',
        // Containers have no namespaces to build WebKit's own sandbox from.
        WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
      },
      log,
    });
    const url = `http://127.0.0.1:${port}`;
    const isUp = () =>
      fetch(`${url}/status`).then(
        ({ ok }) => ok,
        () => false,
      );
    await expect.poll(isUp, { timeout: 60_000 }).toBe(true);
    const { value } = await ask<{ value: { sessionId: string } }>('POST', `${url}/session`, {
      capabilities: {
        alwaysMatch: {
          browserName: 'MiniBrowser',
          'webkitgtk:browserOptions': { binary: browser(), args: ['--automation'] },
        },
      },
    });
    const webkit = new WebKit([driver, screen.program], home, `${url}/session/${value.sessionId}`);
    await webkit.#command('POST', 'window/rect', PHONE);
    return webkit;
  }

  /** Goes there as by a link from elsewhere: the page that was there is kept for the way back. */
  async open(url: string): Promise<void> {
    await this.#command('POST', 'url', { url });
  }

  async back(): Promise<void> {
    await this.#command('POST', 'back', {});
  }

  async fill(selector: string, text: string): Promise<void> {
    await this.#command('POST', `element/${await this.#find('css selector', selector)}/value`, { text });
  }

  /** Presses what is called so. */
  async press(name: string): Promise<void> {
    const called = `//*[self::button or self::a][contains(normalize-space(), '${name}')]`;
    await this.#command('POST', `element/${await this.#find('xpath', called)}/click`, {});
  }

  /** Waits until the page says this, as people see it. */
  async says(text: string): Promise<void> {
    const seen = () => this.run<string>('return document.body.innerText');
    await expect.poll(seen, { timeout: 30_000 }).toContain(text);
  }

  /** Runs a script in the page and gives back what it returns. */
  run<Value>(script: string): Promise<Value> {
    return this.#command('POST', 'execute/sync', { script, args: [] });
  }

  async stop(): Promise<void> {
    await ask('DELETE', this.#session).catch(() => undefined);
    for (const program of this.#programs) await program.stop('SIGKILL');
    await rm(this.#home, { recursive: true, force: true });
  }

  async #command<Value>(method: 'POST', path: string, body: object): Promise<Value> {
    return (await ask<{ value: Value }>(method, `${this.#session}/${path}`, body)).value;
  }

  /** Waits until it is there. */
  async #find(using: 'css selector' | 'xpath', value: string): Promise<string> {
    const found = () =>
      this.#command<Record<string, string>>('POST', 'element', { using, value }).then(
        (element) => Object.values(element)[0],
        () => undefined,
      );
    await expect.poll(found, { timeout: 30_000 }).toBeDefined();
    return (await found()) ?? '';
  }
}

/** It lies among the libraries of the machine's architecture. */
function browser(): string {
  const libraries = readdirSync('/usr/lib', { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const found = libraries.flatMap(({ name }) => {
    const path = `/usr/lib/${name}/webkit2gtk-4.1`;
    try {
      return readdirSync(path).includes('MiniBrowser') ? [`${path}/MiniBrowser`] : [];
    } catch {
      return [];
    }
  });
  if (!found[0]) throw new Error('WebKit is missing: .ci/dependencies');
  return found[0];
}
