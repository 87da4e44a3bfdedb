/**
 * Messages on their way to the server, as a store that survives the death of the page: first in, first out per
 * conversation; each entry belongs to the person who wrote it. `delivery.ts` sends them.
 */

import type { HoldReplyInput } from '../net/documents/holding';
import type { SendMessageInput } from '../net/documents/serving';
import type { Database, OutboxRecord, DeskTransaction } from './database';
import { known, without } from './known';
import { readMeta } from './meta';
import { contentOf, type Outgoing, type PendingUpload } from './outgoing';
import type { Id, Instant, MessageRecord } from './records';

/** Longer than a request may take, so that a living sender is never taken for a dead one. */
export const leaseDuration = 30_000;

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

export interface Claim {
  entry?: OutboxRecord;
  /** Without an entry: when to look again. */
  wakeAt?: Instant;
  /** Something waits for its file to be brought to the server. */
  awaitsUpload?: boolean;
}

/** Cannot be sent before the server has its file. */
export function awaitsUpload({ state, upload }: OutboxRecord): boolean {
  return state === 'waiting' && upload !== undefined && upload.id === undefined;
}

const pauseFirst = 1_000;
const pauseMost = 60_000;

/** How long to wait after a failed attempt: doubling, with `chance` from 0 up to 1 against crowds. */
export function pauseAfter(attempts: number, chance: number): number {
  return Math.min(pauseMost, pauseFirst * 2 ** attempts) * (0.5 + chance / 2);
}

/**
 * Takes the next entry that may be sent now: the oldest waiting one of its conversation, written by the person who is
 * signed in, due, and in nobody else's hands. Without one, tells when to look again.
 * `alone`: the caller holds the outbox lock, so that any lease found is a dead sender's. `carries`: what the caller knows
 * how to send; what it does not know stays, and with it what was written after it in the same conversation.
 */
export async function claimNext(
  database: Database,
  {
    owner,
    now,
    alone,
    carries = () => true,
  }: { owner: Id; now: Instant; alone: boolean; carries?: (entry: OutboxRecord) => boolean },
): Promise<Claim> {
  const transaction = await database.write(['meta', 'outbox']);
  const viewer = await readMeta(transaction, 'viewer');
  const entries = await transaction.objectStore('outbox').getAll();
  const passed = new Set<Id>();
  let wakeAt: Instant | undefined;
  let uploads = false;
  for (const entry of entries) {
    if (entry.personId !== viewer?.person.id || entry.state !== 'waiting') continue;
    const ahead = awaitsUpload(entry);
    // Files go ahead while others wait their turn.
    if (ahead && entry.nextAttemptAt <= now) uploads = true;
    else if (ahead) wakeAt = Math.min(wakeAt ?? entry.nextAttemptAt, entry.nextAttemptAt);
    if (passed.has(entry.conversationId)) continue;
    passed.add(entry.conversationId);
    if (ahead || !carries(entry)) continue;
    const freeAt = Math.max(entry.nextAttemptAt, alone ? 0 : (entry.lease?.until ?? 0));
    if (freeAt <= now) {
      const claimed = { ...entry, lease: { owner, until: now + leaseDuration } };
      await transaction.objectStore('outbox').put(claimed);
      await transaction.done;
      return { entry: claimed };
    }
    wakeAt = Math.min(wakeAt ?? freeAt, freeAt);
  }
  await transaction.done;
  return {
    ...(wakeAt === undefined ? {} : { wakeAt }),
    ...(uploads ? { awaitsUpload: true } : {}),
  };
}

/** Gives a claimed entry back with what is new about it, if it is still there and still ours. */
export async function release(
  database: Database,
  { position, lease }: OutboxRecord,
  changes: Partial<Pick<OutboxRecord, 'state' | 'attempts' | 'nextAttemptAt' | 'error' | 'upload' | 'hold'>>,
): Promise<void> {
  await change(database, position, (entry) => {
    if (entry.lease?.owner !== lease?.owner) return entry;
    return { ...without(entry, 'lease'), ...changes };
  });
}

/** The server has what the entry said, and the entry has no message to make room for. */
export async function finish(database: Database, { position }: OutboxRecord): Promise<void> {
  if (position === undefined) return;
  const transaction = await database.write(['outbox']);
  await transaction.objectStore('outbox').delete(position);
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

/** A text, as the server takes it. */
export function textInput({
  conversationId,
  clientKey,
  text,
  replyTo,
  internal,
}: OutboxRecord): SendMessageInput {
  return { conversationId, clientKey, text, replyTo: replyTo ?? null, internal };
}

/** A text that is to be kept, as the server takes it. */
export function holdInput(
  { conversationId, clientKey, text, replyTo }: OutboxRecord,
  { sendsItself }: NonNullable<OutboxRecord['hold']>,
): HoldReplyInput {
  return { conversationId, clientKey, text, replyTo: replyTo ?? null, sendsItself };
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

async function change(
  database: Database,
  position: number | undefined,
  changed: (entry: OutboxRecord) => OutboxRecord,
): Promise<void> {
  if (position === undefined) return;
  const transaction: DeskTransaction<'outbox'> = await database.write(['outbox']);
  const entry = await transaction.objectStore('outbox').get(position);
  if (entry) await transaction.objectStore('outbox').put(changed(entry));
  await transaction.done;
}
