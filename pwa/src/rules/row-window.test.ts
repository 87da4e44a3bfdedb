import { describe, expect, it } from 'vitest';
import { rowWindow } from './row-window';

const height = 72;
const viewport = 700;

describe('the window over a list of equal rows', () => {
  it('covers the viewport and a margin at every offset, and stays small', () => {
    const count = 1000;
    for (let offset = 0; offset <= count * height; offset += 37) {
      const { start, end } = rowWindow(count, height, offset, viewport);
      expect(start * height).toBeLessThanOrEqual(offset);
      expect(end * height).toBeGreaterThanOrEqual(Math.min(offset + viewport, count * height));
      expect(end - start).toBeLessThanOrEqual(Math.ceil(viewport / height) + 2 * 8 + 2 * 4);
    }
  });

  it.each([
    ['an empty list', 0, height, 0],
    ['a list that is not laid out yet', 10, 0, 0],
  ])('is empty for %s', (_, count, rowHeight, offset) => {
    expect(rowWindow(count, rowHeight, offset, viewport)).toEqual({ start: 0, end: 0 });
  });

  it('survives offsets beyond both ends while iOS bounces', () => {
    expect(rowWindow(5, height, -200, viewport)).toEqual({ start: 0, end: 5 });
    expect(rowWindow(5, height, 99_999, viewport)).toEqual({ start: 0, end: 5 });
  });

  it('changes only every fourth row', () => {
    const windows = new Set<string>();
    for (let offset = 50 * height; offset < 58 * height; offset += 8)
      windows.add(JSON.stringify(rowWindow(1000, height, offset, viewport)));
    expect(windows.size).toBeLessThanOrEqual(5);
  });
});
