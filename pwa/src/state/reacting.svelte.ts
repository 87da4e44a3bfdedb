/** Reactions as the agent means them: on the bubble at once, until the server has said what became of them. */

import type { Desk, Expressions, MessageRecord, ReactionRecord, ReactionWish } from '../data';
import { m } from '../i18n/rooms';
import { live, type Live } from './live';
import { report } from './outcome';
import { toasts } from './toasts.svelte';

/** Meta takes reactions to messages of the last thirty days (Cloud API, section 7.3). */
const OLDEST = 30 * 24 * 60 * 60_000;

export class Reacting {
  readonly #desk: Desk;
  readonly #wishes: Live<readonly ReactionWish[]>;

  constructor(desk: Desk) {
    this.#desk = desk;
    this.#wishes = live(desk.reactionWishes);
  }

  /** The server has the last word about the rest: it alone knows whether WhatsApp has the message. */
  possible(message: MessageRecord, now: number): boolean {
    const { direction, local, revokedAt, delivery, sentAt } = message;
    if (direction === 'INTERNAL' || direction === 'SYSTEM' || local || revokedAt !== undefined) return false;
    const unsent = delivery !== undefined && delivery.sentAt === undefined && delivery.state !== 'ACCEPTED';
    return !unsent && now - sentAt <= OLDEST;
  }

  /** What is on a message, with what is wished and not taken yet. */
  on(message: MessageRecord): readonly ReactionRecord[] {
    const wish = this.wishFor(message);
    if (!wish) return message.reactions;
    const { emoji, personId, at, refused } = wish;
    const others = message.reactions.filter(({ byCustomer }) => byCustomer);
    if (emoji === null) return others;
    return [...others, { emoji, byCustomer: false, personId, at, state: refused ? 'FAILED' : 'WAITING' }];
  }

  /** What the viewer wants to be on a message, as long as the server has not taken it. */
  wishFor({ id }: MessageRecord): ReactionWish | undefined {
    return this.#wishes.current.find(({ messageId }) => messageId === id);
  }

  /** The one of the business, of which there is one. */
  own(message: MessageRecord): ReactionRecord | undefined {
    return this.on(message).find(({ byCustomer }) => !byCustomer);
  }

  /** Choosing the same again takes it away (L-068); one that failed is tried again. */
  async choose(message: MessageRecord, emoji: string): Promise<void> {
    const own = this.own(message);
    await this.set(message, own?.emoji === emoji && own.state !== 'FAILED' ? null : emoji);
  }

  set(message: MessageRecord, emoji: string | null): Promise<void> {
    return this.#act(async (reactions) => void report(await reactions.react(message, emoji)));
  }

  /** Gives up one that the customer does not see. */
  discard(message: MessageRecord): Promise<void> {
    const wish = this.wishFor(message);
    return wish ? this.#act((reactions) => reactions.withdraw(wish.id)) : this.set(message, null);
  }

  async #act(act: (reactions: Expressions['reactions']) => Promise<void>): Promise<void> {
    try {
      await act((await this.#desk.expressions()).reactions);
    } catch {
      // Its code could not be fetched, or the device has no room.
      toasts.show(m.error_offline(), 'danger');
    }
  }
}
