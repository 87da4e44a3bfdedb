/** The journal of the desk in memory: what happened, in order, from any cursor on. */

import { GraphQLError } from 'graphql';

export interface Entry extends Record<string, unknown> {
  __typename: string;
  cursor: string;
  at: string;
}

export class Journal {
  readonly #entries: Entry[] = [];
  readonly #waiting = new Set<() => void>();
  #compacted = 0;
  /** Cursors from which followers began. */
  readonly resumed: (string | null)[] = [];

  get head(): string {
    return String(this.#entries.length);
  }

  append(event: { __typename: string } & Record<string, unknown>): void {
    const cursor = String(this.#entries.length + 1);
    this.#entries.push({ ...event, cursor, at: '2026-11-21T12:00:00.000Z' });
    for (const wake of [...this.#waiting]) wake();
  }

  /** What is older can no longer be followed from. */
  compact(): void {
    this.#compacted = this.#entries.length;
  }

  async *follow(after: string | null): AsyncGenerator<Entry> {
    this.resumed.push(after);
    let position = after === null ? this.#entries.length : Number(after);
    if (position < this.#compacted) {
      throw new GraphQLError('compacted', { extensions: { code: 'CURSOR_EXPIRED' } });
    }
    for (;;) {
      const entry = this.#entries[position];
      if (entry) {
        position += 1;
        yield entry;
      } else await this.#next();
    }
  }

  #next(): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        this.#waiting.delete(wake);
        resolve();
      };
      this.#waiting.add(wake);
    });
  }
}
