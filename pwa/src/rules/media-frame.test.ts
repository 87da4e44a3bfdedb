import { describe, expect, it } from 'vitest';
import { frameRatio, isShowable } from './media-frame';

describe('the frame of a picture', () => {
  it.each([
    [{}, 4 / 3],
    [{ width: 640 }, 4 / 3],
    [{ width: 0, height: 480 }, 4 / 3],
    [{ width: 640, height: 480 }, 4 / 3],
    [{ width: 1000, height: 1000 }, 1],
    [{ width: 100, height: 9000 }, 2 / 3],
    [{ width: 9000, height: 100 }, 2],
  ])('of %o is %f wide', (sides, ratio) => {
    expect(frameRatio(sides)).toBeCloseTo(ratio);
  });

  it.each([
    [{}, true],
    [{ width: 4000, height: 3000 }, true],
    [{ width: 40_000, height: 30_000 }, false],
  ])('%o may be decoded: %s', (sides, showable) => {
    expect(isShowable(sides)).toBe(showable);
  });
});
