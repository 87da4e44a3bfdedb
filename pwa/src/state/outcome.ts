import type { Outcome } from '../data';
import { m } from '../i18n/rooms';
import { toasts } from './toasts.svelte';

type Refusal = Extract<Outcome, { ok: false }>;

/** Says the outcome of a command where the agent is, and whether it went well. */
export function report(outcome: Outcome, done?: string): boolean {
  if (outcome.ok) {
    if (done !== undefined) toasts.show(done);
  } else {
    toasts.show(refusal(outcome), 'danger');
  }
  return outcome.ok;
}

/** A refusal in the agent's language; codes without words of our own speak with the server's. */
export function refusal(outcome: Refusal): string {
  switch (outcome.code) {
    case 'OFFLINE':
      return m.error_offline();
    case 'FORBIDDEN':
      return m.error_forbidden();
    case 'NOT_FOUND':
      return m.error_not_found();
    case 'ALREADY_CLAIMED':
      return outcome.person
        ? m.error_already_claimed({ name: outcome.person.name })
        : m.error_already_claimed_anonymous();
    case 'ALREADY_CLOSED':
      return m.error_already_closed();
    case 'CONFLICT':
      return m.error_conflict();
    case 'RATE_LIMITED':
      return m.error_rate_limited();
    case 'STORAGE_FULL':
      return m.error_storage_full();
    case 'INVALID_CREDENTIALS':
      return m.login_invalid();
    case 'WINDOW_CLOSED':
      return m.window_closed_reason();
    case 'TEMPLATE_NOT_SENDABLE':
      return m.template_stopped();
    case 'TEMPLATE_VALUE':
      return m.template_value_refused();
    case 'NOTIFICATIONS_DENIED':
      return m.push_denied_body();
    case 'NOTIFICATIONS_UNSUPPORTED':
      return m.push_unsupported_body();
    case 'NOTIFICATIONS_FAILED':
      return m.push_failed_other();
    default:
      return outcome.message || m.error_unexpected();
  }
}
