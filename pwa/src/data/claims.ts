/** Taking entries of the outbox to send them, and giving them back: one sender at a time, in the order of each chat. */

import type { HoldReplyInput } from '../net/documents/holding';
import type { SendMessageInput } from '../net/documents/serving';
import type { Database, DeskTransaction, OutboxRecord } from './database';
import { without } from './known';
import { readMeta } from './meta';
import type { Id, Instant } from './records';

/** Longer than a request may take, so that a living sender is never taken for a dead one. */
export const leaseDuration = 30_000;

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

/** A text that is to be kept, as the server takes it. */
export function holdInput(
  { conversationId, clientKey, text, replyTo }: OutboxRecord,
  { sendsItself }: NonNullable<OutboxRecord['hold']>,
): HoldReplyInput {
  return { conversationId, clientKey, text, replyTo: replyTo ?? null, sendsItself };
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
