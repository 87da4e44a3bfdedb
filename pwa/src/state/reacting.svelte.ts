/** Reactions as the agent means them: on the bubble at once, until the server has said what became of them. */

import type { Desk, Id, MessageRecord, ReactionRecord } from '../data';
import { m } from '../i18n/rooms';
import { report } from './outcome';
import { toasts } from './toasts.svelte';

/** Meta takes reactions to messages of the last thirty days (Cloud API, section 7.3). */
const OLDEST = 30 * 24 * 60 * 60_000;

interface Meant {
  emoji: string | null;
  at: number;
}

export class Reacting {
  readonly #desk: Desk;
  readonly #viewerId: () => Id | undefined;
  #meant = $state.raw<Readonly<Record<Id, Meant>>>({});

  constructor(desk: Desk, viewerId: () => Id | undefined) {
    this.#desk = desk;
    this.#viewerId = viewerId;
  }

  /** The server has the last word about the rest: it alone knows whether WhatsApp has the message. */
  possible(message: MessageRecord, now: number): boolean {
    const { direction, local, revokedAt, delivery, sentAt } = message;
    if (direction === 'INTERNAL' || direction === 'SYSTEM' || local || revokedAt !== undefined) return false;
    const unsent = delivery !== undefined && delivery.sentAt === undefined && delivery.state !== 'ACCEPTED';
    return !unsent && now - sentAt <= OLDEST;
  }

  /** What is on a message, with what is meant and not answered yet. */
  on({ id, reactions }: MessageRecord): readonly ReactionRecord[] {
    const meant = this.#meant[id];
    if (!meant) return reactions;
    const others = reactions.filter(({ byCustomer }) => byCustomer);
    if (meant.emoji === null) return others;
    const personId = this.#viewerId();
    const mine: ReactionRecord = { emoji: meant.emoji, byCustomer: false, at: meant.at, state: 'WAITING' };
    return [...others, personId === undefined ? mine : { ...mine, personId }];
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

  async set(message: MessageRecord, emoji: string | null): Promise<void> {
    const meant = { emoji, at: Date.now() };
    this.#meant = { ...this.#meant, [message.id]: meant };
    try {
      report(await (await this.#desk.expressions()).react(message, emoji));
    } catch {
      toasts.show(m.error_offline(), 'danger');
    } finally {
      // A later wish for the same message stands until its own answer.
      if (this.#meant[message.id] === meant) {
        this.#meant = Object.fromEntries(Object.entries(this.#meant).filter(([id]) => id !== message.id));
      }
    }
  }
}
