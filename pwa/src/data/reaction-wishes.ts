/** Reactions that the server has not taken yet, as every page shows them. */

import { coalesced } from './coalesced';
import { readMeta } from './meta';
import { Source, type Observable } from './observable';
import type { Id, ReactionWish } from './records';
import type { Surroundings } from './surroundings';

export class ReactionWishes {
  readonly #surroundings: Surroundings;
  readonly #current = new Source<readonly ReactionWish[]>([]);
  #personId: Id | undefined;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  get current(): Observable<readonly ReactionWish[]> {
    return this.#current;
  }

  start(personId: Id): Promise<void> {
    this.#personId = personId;
    return this.changed();
  }

  stop(): void {
    this.#personId = undefined;
    this.#current.set([]);
  }

  readonly changed = coalesced(async () => {
    const personId = this.#personId;
    if (!personId) return;
    const wishes = await readMeta(await this.#surroundings.database.read(['meta']), 'reactions');
    if (this.#personId !== personId) return;
    const own = wishes?.filter((wish) => wish.personId === personId) ?? [];
    if (own.length > 0 || this.#current.value.length > 0) this.#current.set(own);
  });
}
