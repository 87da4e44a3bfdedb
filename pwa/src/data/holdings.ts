/**
 * The records that a batch of events is about: read once, changed in memory by the pure rules of `application.ts`, and
 * written back in the same transaction. A hundred messages of one chat write its conversation once.
 */

import type { Consequences, Held } from './application';
import { keyOf, type CoverageRecord, type DeskTransaction } from './database';
import { writeMeta } from './meta';
import type { ConversationRecord, Id, MessageRecord, ViewerRecord } from './records';
import type { Change } from './tabs';

export const heldStores = ['meta', 'conversations', 'messages', 'threads', 'outbox'] as const;
export type HeldStore = (typeof heldStores)[number];

/** What a batch is about. */
export interface Subject {
  conversationId: Id;
  messageId?: Id | undefined;
}

/** All keys of one thread. */
export function threadRange(conversationId: Id): IDBKeyRange {
  // An array sorts after every number and every string.
  return IDBKeyRange.bound([conversationId], [conversationId, []]);
}

export class Holdings {
  readonly #conversations = new Map<Id, ConversationRecord | undefined>();
  readonly #messages = new Map<Id, MessageRecord | undefined>();
  readonly #coverages = new Map<Id, CoverageRecord | undefined>();
  /** As found in the store: a message whose time changed moves to another key. */
  readonly #stored = new Map<Id, MessageRecord>();
  readonly #touchedConversations = new Set<Id>();
  readonly #touchedMessages = new Set<Id>();
  readonly #touchedCoverages = new Set<Id>();
  readonly #forgotten = new Set<Id>();
  readonly #delivered = new Set<Id>();
  #viewer: ViewerRecord;
  #viewerTouched = false;

  private constructor(viewer: ViewerRecord) {
    this.#viewer = viewer;
  }

  static async read(
    transaction: DeskTransaction<HeldStore>,
    viewer: ViewerRecord,
    subjects: readonly Subject[],
  ): Promise<Holdings> {
    const holdings = new Holdings(viewer);
    const byId = transaction.objectStore('messages').index('byId');
    const conversationIds = new Set(subjects.map(({ conversationId }) => conversationId));
    const messageIds = new Set(subjects.flatMap(({ messageId }) => messageId ?? []));
    await Promise.all([
      ...[...conversationIds].flatMap((id) => [
        transaction
          .objectStore('conversations')
          .get(id)
          .then((found) => holdings.#conversations.set(id, found)),
        transaction
          .objectStore('threads')
          .get(id)
          .then((found) => holdings.#coverages.set(id, found)),
      ]),
      ...[...messageIds].map(async (id) => {
        const found = await byId.get(id);
        holdings.#messages.set(id, found);
        if (found) holdings.#stored.set(id, found);
      }),
    ]);
    return holdings;
  }

  held({ conversationId, messageId }: Partial<Subject>): Held {
    return {
      conversation: conversationId ? this.#conversations.get(conversationId) : undefined,
      message: messageId ? this.#messages.get(messageId) : undefined,
      coverage: conversationId ? this.#coverages.get(conversationId) : undefined,
      viewer: this.#viewer,
    };
  }

  absorb({ conversation, message, coverage, forget, delivered, viewer }: Consequences): void {
    if (forget) this.#forget(forget);
    if (conversation) {
      this.#conversations.set(conversation.id, conversation);
      this.#touchedConversations.add(conversation.id);
    }
    if (message) {
      this.#messages.set(message.id, message);
      this.#touchedMessages.add(message.id);
    }
    if (coverage) this.cover(coverage);
    if (delivered) this.#delivered.add(delivered);
    if (viewer) {
      this.#viewer = viewer;
      this.#viewerTouched = true;
    }
  }

  cover(coverage: CoverageRecord): void {
    this.#coverages.set(coverage.conversationId, coverage);
    this.#touchedCoverages.add(coverage.conversationId);
  }

  /** Writes what changed and names it. */
  async write(transaction: DeskTransaction<HeldStore>): Promise<Change> {
    const conversations = transaction.objectStore('conversations');
    const messages = transaction.objectStore('messages');
    const threads = transaction.objectStore('threads');
    const writes: Promise<unknown>[] = [];
    for (const id of this.#forgotten) {
      writes.push(conversations.delete(id), threads.delete(id), messages.delete(threadRange(id)));
    }
    for (const id of this.#touchedConversations) {
      const record = this.#conversations.get(id);
      if (record) writes.push(conversations.put(record));
    }
    for (const id of this.#touchedCoverages) {
      const record = this.#coverages.get(id);
      if (record) writes.push(threads.put(record));
    }
    const touchedThreads = new Set([...this.#touchedCoverages, ...this.#forgotten]);
    for (const id of this.#touchedMessages) {
      const record = this.#messages.get(id);
      if (!record) continue;
      touchedThreads.add(record.conversationId);
      const stored = this.#stored.get(id);
      // Unconditionally deleting would cost a request per tick; only a moved message needs it (`byId` is unique).
      if (stored && stored.sentAt !== record.sentAt) writes.push(messages.delete(keyOf(stored)));
      writes.push(messages.put(record));
    }
    writes.push(this.#removeDelivered(transaction));
    if (this.#viewerTouched) writes.push(writeMeta(transaction, 'viewer', this.#viewer));
    await Promise.all(writes);
    return {
      conversations: [...new Set([...this.#touchedConversations, ...this.#forgotten])],
      threads: [...touchedThreads],
      hidden: [...this.#forgotten].filter((id) => !this.#conversations.get(id)),
      outbox: this.#delivered.size > 0,
      viewer: this.#viewerTouched,
    };
  }

  async #removeDelivered(transaction: DeskTransaction<HeldStore>): Promise<void> {
    const outbox = transaction.objectStore('outbox');
    const byClientKey = outbox.index('byClientKey');
    for (const clientKey of this.#delivered) {
      const position = await byClientKey.getKey(clientKey);
      if (position !== undefined) await outbox.delete(position);
    }
  }

  #forget(id: Id): void {
    this.#forgotten.add(id);
    this.#conversations.set(id, undefined);
    this.#coverages.set(id, undefined);
    this.#touchedConversations.delete(id);
    this.#touchedCoverages.delete(id);
    for (const [messageId, message] of this.#messages) {
      if (message?.conversationId !== id) continue;
      this.#messages.set(messageId, undefined);
      this.#touchedMessages.delete(messageId);
      // The range deletion takes it: nothing is left to move.
      this.#stored.delete(messageId);
    }
  }
}
