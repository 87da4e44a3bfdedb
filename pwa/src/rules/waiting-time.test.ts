import { describe, expect, it } from 'vitest';
import { span, waitingMinutes, waitingTone } from './waiting-time';

const second = 1000;
const minute = 60 * second;

describe('the counter of unanswered time', () => {
  it.each([
    [0, 'green'],
    [14 * minute + 59 * second, 'green'],
    [15 * minute, 'blue'],
    [29 * minute + 59 * second, 'blue'],
    [30 * minute, 'orange'],
    [59 * minute + 59 * second, 'orange'],
    [60 * minute, 'red'],
    [3 * 24 * 60 * minute, 'red'],
  ] as const)('after %i ms it is %s (L-053…L-056)', (elapsed, tone) => {
    expect(waitingTone(waitingMinutes(1_000_000, 1_000_000 + elapsed))).toBe(tone);
  });

  it('shows zero when the clock of the device runs behind the server', () => {
    expect(waitingMinutes(1_000_000, 1_000_000 - 5 * minute)).toBe(0);
  });

  it.each([
    [0, { unit: 'minutes', minutes: 0 }],
    [59, { unit: 'minutes', minutes: 59 }],
    [60, { unit: 'hours', hours: 1, minutes: 0 }],
    [65, { unit: 'hours', hours: 1, minutes: 5 }],
    [47 * 60 + 59, { unit: 'hours', hours: 47, minutes: 59 }],
    [48 * 60, { unit: 'days', days: 2 }],
  ] as const)('writes %i minutes in the largest fitting unit', (minutes, expected) => {
    expect(span(minutes)).toEqual(expected);
  });
});
