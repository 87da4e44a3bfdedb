import { describe, expect, it } from 'vitest';
import { plainText } from './plain-text';

describe('a preview', () => {
  it.each([
    ['*Oi*, _tudo_ ~bem~?', 'Oi, tudo bem?'],
    ['*_~tudo~_*', 'tudo'],
    ['```código```', 'código'],
    ['snake_case e 2*3*4', 'snake_case e 2*3*4'],
    ['duas\n  linhas', 'duas linhas'],
    ['* item', '* item'],
    ['**', '**'],
  ])('of %j reads %j', (text, preview) => {
    expect(plainText(text)).toBe(preview);
  });
});
