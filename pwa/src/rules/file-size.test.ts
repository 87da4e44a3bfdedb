import { expect, it } from 'vitest';
import { fileSize } from './file-size';

it.each([
  [1_400, 'pt-BR', '1,4 kB'],
  [45_678, 'pt-BR', '46 kB'],
  [1_440_000, 'en', '1.4 MB'],
  [104_857_600, 'es', '105 MB'],
])('%i bytes in %s are %s', (bytes, locale, words) => {
  expect(fileSize(bytes, locale).replaceAll('\u00a0', ' ')).toBe(words);
});
