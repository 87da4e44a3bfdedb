import { expect, it } from 'vitest';
import { firstEmoji } from './first-emoji';

it.each([
  ['👍', '👍'],
  ['👍🏽❤️', '👍🏽'],
  ['  🎉!', '🎉'],
  ['ok 👨‍👩‍👧‍👦', '👨‍👩‍👧‍👦'],
  ['ok', undefined],
  ['1', undefined],
  ['', undefined],
])('%s', (typed, emoji) => expect(firstEmoji(typed)).toBe(emoji));
