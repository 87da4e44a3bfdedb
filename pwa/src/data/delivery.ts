/**
 * Carries the outbox to the server: pages and the service worker run this same code. Each entry travels with its
 * idempotency key, so that an answer lost on the way costs nothing: the server recognises the second attempt.
 */

import { NoAnswer, ServerFailure } from '../net/failures';
import type { OutboxRecord } from './database';
import { without } from './known';
import { claimNext, pauseAfter, release } from './claims';
import type { Instant } from './records';
import { locked, lockNames, type Surroundings } from './surroundings';

/** How a page, or the worker, hands over one message. */
export interface Carrier {
  /** Whether it knows how; without this, it knows everything. */
  carries?(entry: OutboxRecord): boolean;
  /** Fails as requests do; an expected refusal is an answer. */
  carry(surroundings: Surroundings, entry: OutboxRecord): Promise<Carried>;
}

export type Carried =
  | { error: { code: string; message: string; field?: string | null } }
  /** Records that the message is with the server now. */
  | { error?: undefined; arrived: (entry: OutboxRecord) => Promise<void> };

export interface Round {
  /** When the next entry that had to wait becomes due. */
  wakeAt?: Instant;
  /** Something waits for its file to be brought to the server. */
  awaitsUpload?: boolean;
  /** The server no longer knows the session: the entries wait for their author to sign in again. */
  sessionEnded: boolean;
}

/** Refusals that pass by themselves: too fast, the server's disk is full. */
const passing: ReadonlySet<string> = new Set(['RATE_LIMITED', 'STORAGE_FULL']);

/** Sends everything that is due, one after the other, while nobody else on the device does. */
export function deliverOutbox(surroundings: Surroundings, carrier: Carrier): Promise<Round> {
  return locked(surroundings.locks, lockNames.outbox, 'exclusive', () => deliverDue(surroundings, carrier));
}

async function deliverDue(surroundings: Surroundings, carrier: Carrier): Promise<Round> {
  const owner = surroundings.uuid();
  for (;;) {
    const round = await locked(surroundings.locks, lockNames.identity, 'shared', async () => {
      const { entry, ...rest } = await claimNext(surroundings.database, {
        owner,
        now: surroundings.now(),
        alone: surroundings.locks !== undefined,
        ...(carrier.carries ? { carries: carrier.carries } : {}),
      });
      if (!entry) return { sessionEnded: false, ...rest };
      surroundings.tabs.changed({ outbox: true });
      const sessionEnded = await deliver(surroundings, carrier, entry);
      surroundings.tabs.changed({ outbox: true });
      return sessionEnded ? { sessionEnded } : undefined;
    });
    if (round) return round;
  }
}

/** True when the server no longer knows the session. */
async function deliver(surroundings: Surroundings, carrier: Carrier, entry: OutboxRecord): Promise<boolean> {
  const { database } = surroundings;
  let carried: Carried;
  try {
    carried = await carrier.carry(surroundings, entry);
  } catch (cause) {
    if (cause instanceof ServerFailure && cause.code === 'UNAUTHENTICATED') {
      await release(database, entry, {});
      return true;
    }
    if (cause instanceof ServerFailure && !cause.passing) {
      await refuse(surroundings, entry, cause);
    } else if (cause instanceof ServerFailure || cause instanceof NoAnswer) {
      // Without an answer there is nothing to say: the clock beside the message says it.
      await postpone(surroundings, entry, cause instanceof ServerFailure ? cause : undefined);
    } else throw cause;
    return false;
  }
  if (!carried.error) await carried.arrived(entry);
  else if (carried.error.field === 'uploadId' && entry.upload) await bringAnew(surroundings, entry);
  else if (carried.error.code === 'WINDOW_CLOSED' && isHeldInstead(entry)) {
    await release(database, entry, { hold: { sendsItself: false } });
  } else if (passing.has(carried.error.code)) await postpone(surroundings, entry, carried.error);
  else await refuse(surroundings, entry, carried.error);
  return false;
}

/** Too late to be sent is not lost: the server keeps the words, and their author decides when the customer has written. */
function isHeldInstead({ content, hold }: OutboxRecord): boolean {
  return !content && !hold;
}

type Reason = { code: string; message: string };

function refuse({ database }: Surroundings, entry: OutboxRecord, { code, message }: Reason): Promise<void> {
  return release(database, entry, { state: 'refused', error: { code, message } });
}

/** The server has forgotten the file, as it does after a day: it goes up once more. */
function bringAnew({ database, now, random }: Surroundings, entry: OutboxRecord): Promise<void> {
  const nextAttemptAt = now() + pauseAfter(entry.attempts, random());
  const changes = { attempts: entry.attempts + 1, nextAttemptAt };
  if (!entry.upload) return release(database, entry, changes);
  return release(database, entry, { ...changes, upload: without(entry.upload, 'id') });
}

function postpone(
  { database, now, random }: Surroundings,
  entry: OutboxRecord,
  reason?: Reason,
): Promise<void> {
  return release(database, entry, {
    attempts: entry.attempts + 1,
    nextAttemptAt: now() + pauseAfter(entry.attempts, random()),
    ...(reason ? { error: { code: reason.code, message: reason.message } } : {}),
  });
}
