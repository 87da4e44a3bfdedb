/**
 * What this device shows, told over the live line: from this the server knows which phone need not ring (L-186). It
 * believes a report only while the line answers, and holds a push back only until this device has acknowledged.
 */

import { acknowledgeMessage, indicateTyping, reportPresence } from '../net/documents/device';
import type { Operation } from '../net/operation';
import type { Id } from '../data/records';

/** A query or mutation over the line; fails when it is down. */
export type Perform = <Answer, Input>(
  operation: Operation<Answer, Input>,
  variables: Input,
) => Promise<unknown>;

/** Between two typing signals for one conversation; WhatsApp shows one for up to 25 s. */
const typingPause = 5_000;

export class Presence {
  readonly #perform: Perform;
  readonly #now: () => number;
  #visible = false;
  #conversationId: Id | undefined;
  #typedAt = new Map<Id, number>();

  constructor(perform: Perform, now: () => number) {
    this.#perform = perform;
    this.#now = now;
  }

  get visible(): boolean {
    return this.#visible;
  }

  shows(conversationId: Id): boolean {
    return this.#visible && this.#conversationId === conversationId;
  }

  report(visible: boolean, conversationId: Id | undefined): void {
    const unchanged = visible === this.#visible && conversationId === this.#conversationId;
    this.#visible = visible;
    this.#conversationId = conversationId;
    if (!unchanged) this.repeat();
  }

  /** The line is new and the server knows nothing of this device yet. */
  repeat(): void {
    const input = { visible: this.#visible, conversationId: this.#conversationId ?? null };
    this.#tell(reportPresence, { input });
  }

  /** The messages are in the store and the person is looking: no notification is needed here. */
  acknowledge(messageIds: readonly Id[]): void {
    if (this.#visible && messageIds.length > 0) this.#tell(acknowledgeMessage, { input: { messageIds } });
  }

  typing(conversationId: Id): void {
    const now = this.#now();
    if (now - (this.#typedAt.get(conversationId) ?? -Infinity) < typingPause) return;
    this.#typedAt.set(conversationId, now);
    this.#tell(indicateTyping, { input: { conversationId } });
  }

  /** All of this is worthless later: what the line cannot take now is dropped, and the server then rings the phone. */
  #tell<Answer, Input>(operation: Operation<Answer, Input>, variables: Input): void {
    this.#perform(operation, variables).catch(() => undefined);
  }
}
