import { describe, expect, it } from 'vitest';
import { fieldKeyOf, isFieldKey } from './custom-field-key';

describe('the key of a custom field', () => {
  it.each([
    ['Plano', 'plano'],
    ['Situação do plano', 'situacao_do_plano'],
    ['  2ª via? ', 'via'],
    ['Nº', 'n'],
    ['123', ''],
    ['a'.repeat(40), 'a'.repeat(32)],
  ])('“%s” suggests “%s”', (name, key) => {
    expect(fieldKeyOf(name)).toBe(key);
    expect(isFieldKey(key)).toBe(key !== '');
  });

  it.each(['Plano', 'a b', '_a', '1a', 'é', 'a-b', ''])('“%s” is none', (text) => {
    expect(isFieldKey(text)).toBe(false);
  });
});
