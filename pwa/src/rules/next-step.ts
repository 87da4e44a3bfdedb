/** Which button a failure bears: what helps, if it is this person's to press. */

import type { FailureRecord, NextStep, Role } from '../data';

export type Remedy = 'retry' | 'hold' | 'contact' | 'page' | 'copy' | 'none';

const AT_META: ReadonlySet<NextStep> = new Set(['FIX_TOKEN', 'FIX_BILLING', 'FIX_ACCOUNT', 'FIX_TEMPLATE']);

/**
 * The remedy for a failure that the server has told. A closed window leads to a reply that waits (templates have their own
 * way in); what only an administrator can mend leads there an administrator, and gives everybody else the words to show one.
 */
export function remedyOf(
  failure: Pick<FailureRecord, 'nextStep' | 'helpUrl'>,
  role: Role | undefined,
): Remedy {
  const { nextStep, helpUrl } = failure;
  if (nextStep === undefined || nextStep === 'RETRY') return 'retry';
  if (nextStep === 'SEND_TEMPLATE') return 'hold';
  if (nextStep === 'CHECK_CONTACT') return 'contact';
  if (AT_META.has(nextStep)) return role === 'ADMINISTRATOR' && helpUrl !== undefined ? 'page' : 'copy';
  return nextStep === 'REPORT_IT' ? 'copy' : 'none';
}
