/**
 * Reactions on their way: on the device first, so that neither a tunnel nor the death of the page undoes them. The server
 * may be told twice of one: asking for what is there changes nothing. Fetched when first needed.
 */

import { react } from '../net/documents/expressions';
import { coalesced } from './coalesced';
import type { Commands } from './commands';
import type { Outcome } from './desk';
import { readMeta, writeMeta } from './meta';
import { decisionOf, done } from './outcome';
import type { Id, MessageRecord, ReactionWish } from './records';
import { locked, lockNames, type Surroundings } from './surroundings';
import { messageFrom } from './translation';

type Wishes = readonly ReactionWish[];

export class Reactions {
  readonly #surroundings: Surroundings;
  readonly #commands: Commands;

  constructor(surroundings: Surroundings, commands: Commands) {
    this.#surroundings = surroundings;
    this.#commands = commands;
  }

  /**
   * Puts an emoji on a message, or (null) takes the business's away (L-067, L-068). Settles when the server has answered
   * or cannot be reached; what it refuses right now is forgotten, as its author is told.
   */
  async react({ id: messageId, conversationId }: MessageRecord, emoji: string | null): Promise<Outcome> {
    const { uuid, now, database } = this.#surroundings;
    const viewer = await readMeta(await database.read(['meta']), 'viewer');
    if (!viewer) return done;
    const personId = viewer.person.id;
    const wish = { id: uuid(), personId, conversationId, messageId, emoji, at: now() };
    await this.#change((wishes) => [
      ...wishes.filter((other) => other.personId !== personId || other.messageId !== messageId),
      wish,
    ]);
    const outcome = (await this.deliver()).get(wish.id) ?? done;
    if (!outcome.ok) await this.withdraw(wish.id);
    return outcome;
  }

  /** A wish that was refused is given up. */
  withdraw(id: Id): Promise<void> {
    return this.#change((wishes) => wishes.filter((wish) => wish.id !== id));
  }

  /** Tells the server what waits, one tab after the other, and gives what it decided. */
  readonly deliver = coalesced(() => {
    const { locks } = this.#surroundings;
    return locked(locks, lockNames.reactions, 'exclusive', () =>
      locked(locks, lockNames.identity, 'shared', () => this.#deliverDue()),
    );
  });

  async #deliverDue(): Promise<ReadonlyMap<Id, Outcome>> {
    const reading = await this.#surroundings.database.read(['meta']);
    const [viewer, wishes = []] = await Promise.all([
      readMeta(reading, 'viewer'),
      readMeta(reading, 'reactions'),
    ]);
    const outcomes = new Map<Id, Outcome>();
    for (const wish of wishes) {
      if (wish.personId !== viewer?.person.id || wish.refused) continue;
      const outcome = await this.#tell(wish);
      // What cannot be decided now keeps its place, and so does what was wished after it.
      if (!outcome) break;
      outcomes.set(wish.id, outcome);
      await this.#change((current) => settled(current, wish, outcome));
    }
    return outcomes;
  }

  #tell({ conversationId, messageId, emoji }: ReactionWish): Promise<Outcome | undefined> {
    return decisionOf(async () => {
      const answer = await this.#surroundings.request(react, { input: { messageId, emoji } });
      const { message, error } = answer.react;
      if (message) await this.#commands.apply(conversationId, { message: messageFrom(message) });
      return error;
    });
  }

  async #change(change: (wishes: Wishes) => Wishes): Promise<void> {
    const { database, tabs } = this.#surroundings;
    const transaction = await database.write(['meta'], 'strict');
    const wishes = change((await readMeta(transaction, 'reactions')) ?? []);
    await writeMeta(transaction, 'reactions', wishes);
    await transaction.done;
    tabs.changed({ reactions: true });
  }
}

/** A refused emoji stays on its message with the reason; a refused removal leaves what the customer sees anyway. */
function settled(wishes: Wishes, { id, emoji }: ReactionWish, outcome: Outcome): Wishes {
  if (outcome.ok || emoji === null) return wishes.filter((wish) => wish.id !== id);
  const { code, message } = outcome;
  return wishes.map((wish) => (wish.id === id ? { ...wish, refused: { code, message } } : wish));
}
