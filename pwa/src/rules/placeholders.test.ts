/// <reference types="node" />
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fillPlaceholders, unknownPlaceholder, withoutPictures } from './placeholders';

interface Cases {
  fields: string[];
  values: Record<string, string>;
  filled: [string, string][];
  unknown: [string, string][];
  missing: [string, string][];
}

/** The table that the server keeps too. */
const file = new URL('../../../src/desk/placeholder/cases.json', import.meta.url);
const { values, filled, unknown, missing, ...rest } = JSON.parse(readFileSync(file, 'utf8')) as Cases;
const fields = new Set(rest.fields);
const facts = { fields, valueOf: (name: string) => values[name] };

describe('placeholders (L-074, Z-36, Z-37)', () => {
  it.each(filled)('%s', (text, expected) => {
    expect(fillPlaceholders(text, facts)).toEqual({ text: expected });
    expect(unknownPlaceholder(text, fields)).toBeUndefined();
  });

  it.each(unknown)('%s does not exist', (text, source) => {
    expect(unknownPlaceholder(text, fields)).toBe(source);
    expect(fillPlaceholders(text, facts).problem).toEqual({ kind: 'unknown', source });
  });

  it.each(missing)('%s has nothing to stand for it', (text, source) => {
    expect(fillPlaceholders(text, facts).problem).toEqual({ kind: 'missing', source });
    expect(unknownPlaceholder(text, fields)).toBeUndefined();
  });

  it('names of objects’ own parts are no short forms', () => {
    expect(fillPlaceholders('{constructor} {toString}', facts)).toEqual({
      text: '{constructor} {toString}',
    });
  });

  it.each([
    ['{foto}', '', ['foto']],
    ['Veja {foto} aqui', 'Veja aqui', ['foto']],
    ['{{contact.foto}}{foto} {mapa}', '', ['foto', 'mapa']],
    ['Sem {outra} figura,  com {plano}', 'Sem {outra} figura,  com {plano}', []],
  ])('%s says “%s” and shows %s (L-076)', (text, words, shown) => {
    const pictures = new Map([
      ['contact.foto', 'foto'],
      ['contact.mapa', 'mapa'],
    ]);
    const keys = new Set(['foto', 'mapa', 'plano']);
    expect(withoutPictures(text, keys, (name) => pictures.get(name))).toEqual({ words, pictures: shown });
  });
});
