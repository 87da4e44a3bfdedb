/**
 * Carries the outbox to the server: pages and the service worker run this same code. Each entry travels with its
 * idempotency key, so that an answer lost on the way costs nothing: the server recognises the second attempt.
 */

import { sendMessage } from '../net/documents/serving';
import { NoAnswer, ServerFailure } from '../net/failures';
import { consequencesOfAnswer } from './application';
import type { OutboxRecord } from './database';
import { heldStores, Holdings } from './holdings';
import { readMeta } from './meta';
import { claimNext, release } from './outbox';
import type { ConversationRecord, Instant, MessageRecord } from './records';
import { locked, lockNames, type Surroundings } from './surroundings';
import { conversationFrom, messageFrom } from './translation';

export interface Round {
  /** When the next entry that had to wait becomes due. */
  wakeAt?: Instant;
  /** The server no longer knows the session: the entries wait for their author to sign in again. */
  sessionEnded: boolean;
}

type Verdict =
  | { kind: 'delivered'; message: MessageRecord; conversation?: ConversationRecord }
  | { kind: 'refused'; error: { code: string; message: string } }
  | { kind: 'later'; error?: { code: string; message: string } }
  | { kind: 'signedOut' };

/** Refusals that pass by themselves: too fast, the server's disk is full. */
const passing: ReadonlySet<string> = new Set(['RATE_LIMITED', 'STORAGE_FULL']);

const pauseFirst = 1_000;
const pauseMost = 60_000;

/** Sends everything that is due, one after the other, while nobody else on the device does. */
export function deliverOutbox(surroundings: Surroundings): Promise<Round> {
  return locked(surroundings.locks, lockNames.outbox, 'exclusive', () => deliverDue(surroundings));
}

async function deliverDue(surroundings: Surroundings): Promise<Round> {
  const owner = surroundings.uuid();
  for (;;) {
    const step = await locked(surroundings.locks, lockNames.identity, 'shared', async () => {
      const claim = await claimNext(surroundings.database, {
        owner,
        now: surroundings.now(),
        alone: surroundings.locks !== undefined,
      });
      if (!claim.entry) return { done: true, sessionEnded: false, ...claim };
      surroundings.tabs.changed({ outbox: true });
      const verdict = await attempt(surroundings, claim.entry);
      await settle(surroundings, claim.entry, verdict);
      const signedOut = verdict.kind === 'signedOut';
      return { done: signedOut, sessionEnded: signedOut };
    });
    if (step.done) {
      return {
        sessionEnded: step.sessionEnded,
        ...('wakeAt' in step && step.wakeAt !== undefined ? { wakeAt: step.wakeAt } : {}),
      };
    }
  }
}

async function attempt({ request }: Surroundings, entry: OutboxRecord): Promise<Verdict> {
  try {
    const input = {
      conversationId: entry.conversationId,
      clientKey: entry.clientKey,
      text: entry.text,
      replyTo: entry.replyTo ?? null,
      internal: entry.internal,
    };
    // `keepalive`: leaving the page right after "send" must not cut the request.
    const { sendMessage: payload } = await request(sendMessage, { input }, { keepalive: true });
    if (payload.error) {
      const { code, message } = payload.error;
      return { kind: passing.has(code) ? 'later' : 'refused', error: { code, message } };
    }
    if (!payload.message) return { kind: 'later' };
    return {
      kind: 'delivered',
      message: messageFrom(payload.message),
      ...(payload.conversation ? { conversation: conversationFrom(payload.conversation) } : {}),
    };
  } catch (cause) {
    return verdictOn(cause);
  }
}

function verdictOn(cause: unknown): Verdict {
  if (cause instanceof ServerFailure) {
    if (cause.code === 'UNAUTHENTICATED') return { kind: 'signedOut' };
    const error = { code: cause.code, message: cause.message };
    return { kind: cause.passing ? 'later' : 'refused', error };
  }
  // Without an answer there is nothing to say: the clock beside the message says it.
  if (cause instanceof NoAnswer) return { kind: 'later' };
  throw cause;
}

async function settle(surroundings: Surroundings, entry: OutboxRecord, verdict: Verdict): Promise<void> {
  const { database, now, random, tabs } = surroundings;
  switch (verdict.kind) {
    case 'delivered':
      return delivered(surroundings, entry, verdict);
    case 'refused':
      await release(database, entry, { state: 'refused', error: verdict.error });
      break;
    case 'later': {
      const most = Math.min(pauseMost, pauseFirst * 2 ** entry.attempts);
      await release(database, entry, {
        attempts: entry.attempts + 1,
        nextAttemptAt: now() + most * (0.5 + random() / 2),
        ...(verdict.error ? { error: verdict.error } : {}),
      });
      break;
    }
    case 'signedOut':
      await release(database, entry, {});
      break;
  }
  tabs.changed({ outbox: true });
}

/** The entry leaves and its message arrives in one transaction: no moment shows both, or none. */
async function delivered(
  { database, tabs }: Surroundings,
  entry: OutboxRecord,
  answer: { message: MessageRecord; conversation?: ConversationRecord },
): Promise<void> {
  const transaction = await database.write(heldStores);
  const viewer = await readMeta(transaction, 'viewer');
  // Signed out meanwhile: the records are gone and stay so. The entry, if kept, is recognised by the server later.
  if (viewer?.person.id !== entry.personId) return;
  const subject = { conversationId: entry.conversationId, messageId: answer.message.id };
  const holdings = await Holdings.read(transaction, viewer, [subject]);
  holdings.absorb({ ...consequencesOfAnswer(answer, holdings.held(subject)), delivered: entry.clientKey });
  const change = await holdings.write(transaction);
  await transaction.done;
  tabs.changed(change);
}
