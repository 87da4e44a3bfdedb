/** The counter of unanswered time (L-049…L-059): how long the first unanswered message waits, and how bad that is. */

export type WaitingTone = 'green' | 'blue' | 'orange' | 'red';

const MINUTE = 60_000;

/** Whole minutes since the first unanswered message; never negative, whatever the device's clock says. */
export function waitingMinutes(waitingSince: number, now: number): number {
  return Math.max(0, Math.floor((now - waitingSince) / MINUTE));
}

/** L-053…L-056, lower bounds inclusive: 15:00 is blue, 30:00 orange, 60:00 red. */
export function waitingTone(minutes: number): WaitingTone {
  if (minutes < 15) return 'green';
  if (minutes < 30) return 'blue';
  if (minutes < 60) return 'orange';
  return 'red';
}

/** How a span is written: minutes under an hour, hours and minutes under two days, then days. */
export type Span =
  | { unit: 'minutes'; minutes: number }
  | { unit: 'hours'; hours: number; minutes: number }
  | { unit: 'days'; days: number };

export function span(minutes: number): Span {
  if (minutes < 60) return { unit: 'minutes', minutes };
  if (minutes < 48 * 60) return { unit: 'hours', hours: Math.floor(minutes / 60), minutes: minutes % 60 };
  return { unit: 'days', days: Math.floor(minutes / (24 * 60)) };
}
