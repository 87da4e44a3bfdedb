/**
 * Messages on their way to the server, as a store that survives the death of the page: first in, first out per
 * conversation; each entry belongs to the person who wrote it. `claims.ts` hands them out, `delivery.ts` sends them.
 */

import type { Database, OutboxRecord } from './database';
import { known, without } from './known';
import { contentOf, type Outgoing, type PendingUpload } from './outgoing';
import type { Id, Instant, MessageRecord } from './records';

export interface NewEntry {
  clientKey: Id;
  conversationId: Id;
  personId: Id;
  text: string;
  content?: Outgoing | undefined;
  upload?: PendingUpload | undefined;
  replyTo?: Id | undefined;
  internal?: boolean | undefined;
  hold?: OutboxRecord['hold'];
}

/** Resolves when the entry is on disk. */
export async function enqueue(database: Database, entry: NewEntry, now: Instant): Promise<void> {
  const transaction = await database.write(['outbox'], 'strict');
  await transaction.objectStore('outbox').add(
    known<OutboxRecord>({
      clientKey: entry.clientKey,
      conversationId: entry.conversationId,
      personId: entry.personId,
      text: entry.text,
      content: entry.content,
      upload: entry.upload,
      replyTo: entry.replyTo,
      internal: entry.internal ?? false,
      hold: entry.hold,
      createdAt: now,
      state: 'waiting',
      attempts: 0,
      nextAttemptAt: 0,
    }),
  );
  await transaction.done;
}

/** An agent's decision about an entry; false when there is no such entry, or a request with it is under way. */
export async function decide(
  database: Database,
  clientKey: Id,
  decision: 'retry' | 'discard',
  now: Instant,
): Promise<boolean> {
  const transaction = await database.write(['outbox'], 'strict');
  const entry = await transaction.objectStore('outbox').index('byClientKey').get(clientKey);
  const free = entry?.position !== undefined && entry.state !== 'sent' && (entry.lease?.until ?? 0) <= now;
  if (free) {
    const rest = without(entry, 'error', 'lease');
    await (decision === 'discard'
      ? transaction.objectStore('outbox').delete(entry.position as number)
      : transaction.objectStore('outbox').put({ ...rest, state: 'waiting', attempts: 0, nextAttemptAt: 0 }));
  }
  await transaction.done;
  return free;
}

/** The network is back: nobody has to wait out a pause that was meant for its absence. */
export async function hurry(database: Database, personId: Id): Promise<void> {
  const transaction = await database.write(['outbox']);
  for (const entry of await transaction.objectStore('outbox').getAll()) {
    if (entry.personId === personId && entry.state === 'waiting' && entry.nextAttemptAt > 0) {
      await transaction.objectStore('outbox').put({ ...entry, nextAttemptAt: 0 });
    }
  }
  await transaction.done;
}

/** How many messages of the person the server does not have yet. */
export async function unsentOf(database: Database, personId: Id): Promise<number> {
  const transaction = await database.read(['outbox']);
  const entries = await transaction.objectStore('outbox').getAll();
  return entries.filter((entry) => entry.personId === personId && entry.state !== 'sent').length;
}

/** The entry as the thread shows it: in the place of the message that it will become. */
export function localMessage(entry: OutboxRecord, now: Instant): MessageRecord {
  const sending = entry.state === 'sent' || (entry.lease?.until ?? 0) > now;
  return known<MessageRecord>({
    id: entry.clientKey,
    clientKey: entry.clientKey,
    conversationId: entry.conversationId,
    direction: entry.internal ? 'INTERNAL' : 'OUTBOUND',
    authorId: entry.personId,
    origin: 'DESK',
    sentAt: entry.createdAt,
    receivedAt: entry.createdAt,
    content: contentOf(entry),
    text: entry.text,
    reactions: [],
    forwarded: false,
    version: 0,
    local: known<NonNullable<MessageRecord['local']>>({
      state: entry.state === 'refused' ? 'refused' : sending ? 'sending' : 'waiting',
      error: entry.error,
      createdAt: entry.createdAt,
      held: entry.hold && true,
    }),
  });
}
