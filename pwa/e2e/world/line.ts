/** A device's line to the server, held by the test: it can stand still without breaking, as lines of phones do. */

import type { BrowserContext, Page } from '@playwright/test';

export class Line {
  #frozen = false;
  #presenceKnown = false;

  /** Lines that are opened from now on. */
  static async hold(device: Page | BrowserContext): Promise<Line> {
    const line = new Line();
    await device.routeWebSocket(/\/graphql$/, (page) => {
      const server = page.connectToServer();
      page.onMessage((words) => {
        if (!line.#frozen) server.send(words);
      });
      server.onMessage((words) => {
        line.#presenceKnown ||= words.includes('"reportPresence"');
        if (!line.#frozen) page.send(words);
      });
    });
    return line;
  }

  /** Whether the server has confirmed that it knows what is on the screen. */
  get presenceKnown(): boolean {
    return this.#presenceKnown;
  }

  freeze(): void {
    this.#frozen = true;
  }

  /** Lines that are opened from now on move again; one that stood still has lost what was said. */
  thaw(): void {
    this.#frozen = false;
  }
}
