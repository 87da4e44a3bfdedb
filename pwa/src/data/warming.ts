/**
 * Makes the newest chats readable without a network before it goes: after the line came up, the last page of each of
 * them is loaded, one at a time, so that what the person does goes first.
 */

import type { Loader } from './loading';
import type { Id } from './records';
import type { Surroundings } from './surroundings';
import { snapshotSize, type InboxViews } from './views/inbox';

export class Warming {
  readonly #surroundings: Surroundings;
  readonly #loader: Loader;
  readonly #inbox: InboxViews;
  readonly #wanted: () => boolean;
  #running = false;

  /** `wanted`: the line is up and somebody is looking; asked before every request. */
  constructor(surroundings: Surroundings, loader: Loader, inbox: InboxViews, wanted: () => boolean) {
    this.#surroundings = surroundings;
    this.#loader = loader;
    this.#inbox = inbox;
    this.#wanted = wanted;
  }

  async run(): Promise<void> {
    if (this.#running || savesData()) return;
    this.#running = true;
    try {
      if (this.#wanted() && this.#inbox.newest(snapshotSize).length < snapshotSize) {
        await this.#loader.list('ALL', snapshotSize);
      }
      for (const { id } of this.#inbox.newest(snapshotSize)) {
        if (!this.#wanted()) return;
        if (!(await this.#isWarm(id))) await this.#loader.thread(id, 'newest');
      }
    } catch {
      // The next connection goes on where this one ended.
    } finally {
      this.#running = false;
    }
  }

  async #isWarm(id: Id): Promise<boolean> {
    const reading = await this.#surroundings.database.read(['threads']);
    const coverage = await reading.objectStore('threads').get(id);
    return coverage !== undefined && (coverage.complete || coverage.before !== undefined);
  }
}

/** The person asked the browser to be thrifty. */
function savesData(): boolean {
  const { connection } = navigator as Navigator & { connection?: { saveData?: boolean } };
  return connection?.saveData === true;
}
