import { describe, expect, it } from 'vitest';
import { windowCountdown, windowMark, windowOpen } from './service-window';

const end = 10_000_000_000;
const second = 1000;
const minute = 60 * second;

describe('the customer service window', () => {
  it.each([
    [end - 31 * minute, undefined],
    [end - 30 * minute - 1, undefined],
    [end - 30 * minute, 'expiring'],
    [end - 1, 'expiring'],
    [end, 'expired'],
    [end + 24 * 60 * minute, 'expired'],
  ])('at %i its mark is %s (L-041, L-042)', (now, mark) => {
    expect(windowMark(end, now)).toBe(mark);
  });

  it('bears no mark when the customer never wrote', () => {
    expect(windowMark(undefined, end)).toBeUndefined();
  });

  it.each([
    [end - 60 * minute, undefined],
    [end - 60 * minute + 1, 60],
    [end - 59 * minute, 59],
    [end - second, 1],
    [end, undefined],
  ])('at %i counts down %s minutes', (now, minutes) => {
    expect(windowCountdown(end, now)).toBe(minutes);
  });

  it('admits free messages strictly before its end, and never without one', () => {
    expect([windowOpen(end, end - 1), windowOpen(end, end), windowOpen(undefined, 0)]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
