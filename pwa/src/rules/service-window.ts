/** The customer service window as the agent meets it: a tag in the list, a countdown in the header, a gate for the composer. */

export type WindowMark = 'expiring' | 'expired';

const MINUTE = 60_000;
const EXPIRING = 30 * MINUTE;
const COUNTDOWN = 60 * MINUTE;

/** L-041: "Expirando" from 30 minutes before the end. L-042: "Expirado" from the end on. A window never opened has no mark. */
export function windowMark(expiresAt: number | undefined, now: number): WindowMark | undefined {
  if (expiresAt === undefined) return undefined;
  if (now >= expiresAt) return 'expired';
  return expiresAt - now <= EXPIRING ? 'expiring' : undefined;
}

/** Minutes left to write, rounded up, during the last hour; nothing before and after. */
export function windowCountdown(expiresAt: number | undefined, now: number): number | undefined {
  if (expiresAt === undefined || now >= expiresAt || expiresAt - now >= COUNTDOWN) return undefined;
  return Math.ceil((expiresAt - now) / MINUTE);
}

/** May free-form messages leave? (L-042, L-113) */
export function windowOpen(expiresAt: number | undefined, now: number): boolean {
  return expiresAt !== undefined && now < expiresAt;
}
