/** Everything a browser complains about while a test runs: errors, refused scripts, broken promises. None is normal. */

import type { BrowserContext } from '@playwright/test';

/** What Chromium says of every request and socket while nobody answers. */
const OUTAGE = /net::ERR_|WebSocket connection to .* failed|Failed to fetch/;

export class Complaints {
  #heard: string[] = [];
  #outage = false;

  listenTo(context: BrowserContext): void {
    context.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.#hear(message.text());
    });
    context.on('weberror', (error) => this.#hear(error.error().stack ?? error.error().message));
  }

  /** From here on the server or the network is away, and the browser may say so. */
  expectOutage(): void {
    this.#outage = true;
  }

  get heard(): readonly string[] {
    return this.#heard.filter((words) => !(this.#outage && OUTAGE.test(words)));
  }

  /** Whether there was a complaint like this, which was wanted. */
  take(wanted: RegExp): boolean {
    const others = this.#heard.filter((words) => !wanted.test(words));
    const taken = others.length < this.#heard.length;
    this.#heard = others;
    return taken;
  }

  #hear(words: string): void {
    this.#heard.push(words);
  }
}
