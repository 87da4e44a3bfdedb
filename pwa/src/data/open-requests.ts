/**
 * "Open this chat": left in the store by the worker when a notification was tapped, so that neither a dying worker nor
 * a page that is still starting loses it; told by message, too, for a page that is open.
 */

import { Source, type Observable } from './observable';
import type { Id } from './records';
import type { Surroundings } from './surroundings';

/** A tap that could not be followed for longer than this is no longer what the person wants. */
const goodFor = 5 * 60_000;

export async function leaveOpenRequest({ database, now }: Surroundings, conversationId: Id): Promise<void> {
  const transaction = await database.write(['intents'], 'strict');
  await transaction.objectStore('intents').put({ conversationId, at: now() }, 'open');
  await transaction.done;
}

export class OpenRequests {
  readonly #surroundings: Surroundings;
  readonly #current = new Source<Id | undefined>(undefined);
  #consumed = 0;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  get current(): Observable<Id | undefined> {
    return this.#current;
  }

  /** At the start, on becoming visible, and when the worker says so. */
  async look(): Promise<void> {
    const consumed = this.#consumed;
    const reading = await this.#surroundings.database.read(['intents']);
    const intent = await reading.objectStore('intents').get('open');
    // Followed while this was read: it must not come back.
    if (consumed !== this.#consumed) return;
    if (intent && this.#surroundings.now() - intent.at < goodFor) this.#current.set(intent.conversationId);
  }

  /** Told by the worker itself, whatever the store has. */
  ask(conversationId: Id): void {
    this.#current.set(conversationId);
  }

  async consume(): Promise<void> {
    this.#consumed += 1;
    this.#current.set(undefined);
    const transaction = await this.#surroundings.database.write(['intents']);
    await transaction.objectStore('intents').clear();
    await transaction.done;
  }
}
