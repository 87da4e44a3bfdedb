/** What became of a command, in one shape, whatever way it went wrong. */

import { isUndecided, NoAnswer, ServerFailure } from '../net/failures';
import type * as wire from '../net/wire';
import type { Outcome, OutcomeCode, Refusal } from './desk';
import { known } from './known';

const expected: ReadonlySet<string> = new Set<OutcomeCode>([
  'NOT_FOUND',
  'FORBIDDEN',
  'INVALID_INPUT',
  'WINDOW_CLOSED',
  'ALREADY_CLAIMED',
  'ALREADY_CLOSED',
  'CONFLICT',
  'CHANNEL_PAUSED',
  'RATE_LIMITED',
  'INVALID_CREDENTIALS',
  'STORAGE_FULL',
  'TEMPLATE_NOT_SENDABLE',
  'TEMPLATE_VALUE',
  'CONTACT_EXISTS',
  'IN_SERVICE',
  'UNAUTHENTICATED',
]);

export const done: Outcome = { ok: true };

export function refusal(code: OutcomeCode, message: string): Refusal {
  return { ok: false, code, message };
}

/** Runs a command that ends with the payload's `error`, null when all went well. */
export async function outcomeOf(command: () => Promise<wire.OperationError | null>): Promise<Outcome> {
  try {
    const error = await command();
    return error
      ? known<Refusal>({
          ok: false,
          code: codeOf(error.code),
          message: error.message,
          field: error.field,
          person: error.person,
        })
      : done;
  } catch (cause) {
    if (cause instanceof ServerFailure) return refusal(codeOf(cause.code), cause.message);
    if (cause instanceof NoAnswer) return refusal('OFFLINE', cause.message);
    return refusal('UNEXPECTED', String(cause));
  }
}

/** The same for what waits on the device until it is decided; undefined when it goes on waiting. */
export async function decisionOf(
  command: () => Promise<wire.OperationError | null>,
): Promise<Outcome | undefined> {
  let undecided = false;
  const outcome = await outcomeOf(async () => {
    try {
      return await command();
    } catch (cause) {
      undecided = isUndecided(cause);
      throw cause;
    }
  });
  return undecided ? undefined : outcome;
}

function codeOf(code: string): OutcomeCode {
  return expected.has(code) ? (code as OutcomeCode) : 'UNEXPECTED';
}
