/**
 * Which tab has the live line. One socket per device is enough, and only one tab may apply events, or a slow tab would
 * write over a fast one. The tab that a person looks at takes the line from whoever has it (presence and
 * acknowledgements are then about what is really seen, and a frozen tab in the background cannot hold everybody up); a
 * tab that lost it while still visible queues up, in case the new holder goes away.
 */

import { writeMeta } from './meta';
import { lockNames, type Surroundings } from './surroundings';
import type { Id } from './records';

export interface LineHolderOptions {
  surroundings: Surroundings;
  token: Id;
  taken: () => void;
  lost: () => void;
}

export class LineHolder {
  readonly #options: LineHolderOptions;
  #wanted = false;
  #held = false;
  #letGo: (() => void) | undefined;
  #queue: AbortController | undefined;

  constructor(options: LineHolderOptions) {
    this.#options = options;
  }

  get held(): boolean {
    return this.#held;
  }

  /** Takes the line, from another tab if need be. */
  want(): void {
    this.#wanted = true;
    if (this.#held || this.#letGo) return;
    this.#queue?.abort();
    this.#queue = undefined;
    this.#request({ steal: true });
  }

  release(): void {
    this.#wanted = false;
    this.#queue?.abort();
    this.#queue = undefined;
    const letGo = this.#letGo;
    this.#letGo = undefined;
    if (this.#held) {
      this.#held = false;
      this.#options.lost();
    }
    letGo?.();
  }

  #request(options: { steal: true } | { signal: AbortSignal }): void {
    const { locks } = this.#options.surroundings;
    if (!locks) {
      this.#letGo = () => undefined;
      this.#take(this.#letGo);
      return;
    }
    let letGo: (() => void) | undefined;
    locks
      .request(lockNames.line, options, () => {
        if (!this.#wanted) return;
        return new Promise<void>((resolve) => {
          letGo = resolve;
          this.#letGo = resolve;
          this.#take(resolve);
        });
      })
      .catch(() => {
        // Stolen by a tab that came to the front, or our waiting was called off.
        if (!letGo || this.#letGo !== letGo) return;
        this.#letGo = undefined;
        const held = this.#held;
        this.#held = false;
        if (held) this.#options.lost();
        if (this.#wanted) this.#waitInLine();
      });
  }

  #waitInLine(): void {
    const queue = new AbortController();
    this.#queue = queue;
    this.#request({ signal: queue.signal });
  }

  /** The token is in the store before the first event can come: whoever had the line is fenced off from then on. */
  #take(letGo: () => void): void {
    const { surroundings, token, taken } = this.#options;
    writeToken(surroundings, token).then(
      () => {
        if (this.#letGo !== letGo || !this.#wanted) return;
        this.#held = true;
        taken();
      },
      // Without its store a tab cannot hold the line; the next `want` tries again.
      () => {
        if (this.#letGo === letGo) this.release();
      },
    );
  }
}

async function writeToken({ database }: Surroundings, token: Id): Promise<void> {
  const transaction = await database.write(['meta']);
  await writeMeta(transaction, 'holder', token);
  await transaction.done;
}
