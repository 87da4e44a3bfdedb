import { describe, expect, it } from 'vitest';
import { barCount, barsOf, heightOf, loudnessOf } from './levels';

describe('bars', () => {
  it('are relative to the loudest moment', () => {
    const levels = [0, 0.1, 0.2, 0].flatMap((level) => new Array<number>(100).fill(level));
    const bars = barsOf(levels);
    expect(bars).toHaveLength(barCount);
    expect(bars.slice(0, 16)).toEqual(new Array(16).fill(0));
    expect(bars.slice(16, 32)).toEqual(new Array(16).fill(50));
    expect(bars.slice(32, 48)).toEqual(new Array(16).fill(100));
  });

  it('are flat for silence, for nothing, and never beyond their range', () => {
    expect(barsOf([])).toEqual(new Array(barCount).fill(0));
    expect(barsOf([0.001, 0.0005])).toEqual(new Array(barCount).fill(0));
    for (const length of [1, 3, 63, 64, 65, 1000]) {
      const bars = barsOf(Array.from({ length }, (_, index) => (index % 7) / 7 + 0.01));
      expect(bars).toHaveLength(barCount);
      expect(Math.max(...bars)).toBe(100);
      expect(Math.min(...bars)).toBeGreaterThanOrEqual(0);
    }
  });
});

it('loudness is the root of the mean square', () => {
  expect(loudnessOf(new Float32Array([0.5, -0.5, 0.5, -0.5]))).toBeCloseTo(0.5);
  expect(loudnessOf(new Float32Array())).toBe(0);
});

it('a live bar stays within its line', () => {
  expect(heightOf(0)).toBe(0);
  expect(heightOf(0.1)).toBe(51);
  expect(heightOf(1)).toBe(100);
});
