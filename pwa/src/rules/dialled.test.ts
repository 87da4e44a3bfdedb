import { expect, it } from 'vitest';
import { dialled } from './dialled';

it.each([
  ['(61) 98123-4567', false, '+5561981234567'],
  ['61 3333-4444', false, '+556133334444'],
  ['5561981234567', false, '+5561981234567'],
  ['+351 912 345 678', false, '+351912345678'],
  ['00351912345678', false, '+351912345678'],
  ['351 912 345 678', true, '+351912345678'],
  ['98123-4567', false, undefined],
  ['061 98123-4567', false, undefined],
  ['1234', true, undefined],
  ['', false, undefined],
])('L-031: %j (foreign: %s) is dialled as %s', (text, foreign, number) => {
  expect(dialled(text, foreign)).toBe(number);
});
