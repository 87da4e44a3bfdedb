import { describe, expect, it } from 'vitest';
import { cancelDistance, intentOf, lockDistance, onRelease, tapShorterThan } from './gesture';

describe('a finger on the microphone (L-088, L-089)', () => {
  it.each([
    [0, 0, 'hold'],
    [40, 30, 'hold'],
    [-cancelDistance + 1, 0, 'hold'],
    [-cancelDistance, 0, 'cancel'],
    [-cancelDistance, -cancelDistance, 'cancel'],
    [-cancelDistance, -cancelDistance - 1, 'lock'],
    [0, -lockDistance, 'lock'],
    [-lockDistance + 1, -lockDistance, 'lock'],
    [0, 400, 'hold'],
    [400, 0, 'hold'],
  ])('at %i, %i means %s', (x, y, kind) => {
    expect(intentOf({ x, y }).kind).toBe(kind);
  });

  it('shows how near it is to what it would do, and to one thing only', () => {
    expect(intentOf({ x: -48, y: -10 })).toEqual({ kind: 'hold', towardsCancel: 0.5, towardsLock: 0 });
    expect(intentOf({ x: -10, y: -36 })).toEqual({ kind: 'hold', towardsCancel: 0, towardsLock: 0.5 });
  });

  it('sends what was held, and goes on without the finger after a tap', () => {
    expect(onRelease(tapShorterThan - 1)).toBe('goOn');
    expect(onRelease(tapShorterThan)).toBe('send');
  });
});
