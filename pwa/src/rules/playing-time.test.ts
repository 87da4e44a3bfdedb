import { expect, it } from 'vitest';
import { playingTime } from './playing-time';

it.each([
  [0, '0:00'],
  [4.9, '0:04'],
  [60, '1:00'],
  [671.2, '11:11'],
  [-1, '0:00'],
  [Infinity, '0:00'],
  [NaN, '0:00'],
])('%d seconds are %s', (seconds, written) => {
  expect(playingTime(seconds)).toBe(written);
});
