import { expect, it } from 'vitest';
import { fileSize, limitSize } from './file-size';

it.each([
  [1_400, 'pt-BR', '1,4 kB'],
  [45_678, 'pt-BR', '46 kB'],
  [1_440_000, 'en', '1.4 MB'],
  [104_857_600, 'es', '105 MB'],
])('%i bytes in %s are %s', (bytes, locale, words) => {
  expect(fileSize(bytes, locale).replaceAll('\u00a0', ' ')).toBe(words);
});

it.each([
  [16 * 1024 * 1024, '16 MB'],
  [5 * 1024 * 1024, '5 MB'],
  [100 * 1024, '100 kB'],
])('a limit of %i bytes is %s, as WhatsApp writes it', (bytes, words) => {
  expect(limitSize(bytes, 'pt-BR').replaceAll('\u00a0', ' ')).toBe(words);
});
