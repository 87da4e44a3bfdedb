import { describe, expect, it } from 'vitest';
import { comparable, placesOf } from './comparable';

describe('words are compared without case, accents and line breaks (L-063)', () => {
  // The same table stands in the server's tests.
  it.each([
    ['Não', 'nao'],
    ['NÃO', 'nao'],
    ['Na\u{303}o', 'nao'],
    ['Ação  às\n10h', 'acao as 10h'],
    ['  Olá,\tmundo ', 'ola, mundo'],
    ['ＡＢＣ①ﬁm', 'abc1fim'],
    ['Ιησούς ΙΗΣΟΥΣ', 'ιησουσ ιησουσ'],
    ['İstanbul Straße', 'istanbul straße'],
    ['mañana ¿Qué?', 'manana ¿que?'],
    ['👍🏽 ok', '👍🏽 ok'],
    ['', ''],
  ])('%s', (written, compared) => {
    expect(comparable(written)).toBe(compared);
    expect(comparable(compared)).toBe(compared);
  });
});

describe('what is marked is what was written', () => {
  it.each([
    ['nao', 'Não, não!', ['Não', 'não']],
    ['acao', 'A ação', ['ação']],
    ['nao', 'Na\u{303}o e na\u{303}o', ['Na\u{303}o', 'na\u{303}o']],
    ['bom dia', 'Bom \n dia', ['Bom \n dia']],
    ['fim', 'o ﬁm', ['ﬁm']],
    ['😀', 'ok 😀😀', ['😀', '😀']],
    ['x', 'nada', []],
    ['  ', 'a  b', []],
  ])('%s in %s', (needle, text, marked) => {
    expect(placesOf(needle, text).map(([from, to]) => text.slice(from, to))).toEqual(marked);
  });
});
