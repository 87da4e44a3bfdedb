/// <reference types="node" />
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fillPlaceholders, unknownPlaceholder } from './placeholders';

interface Cases {
  values: Record<string, string>;
  filled: [string, string][];
  unknown: [string, string][];
  missing: [string, string][];
}

/** The table that the server keeps too. */
const file = new URL('../../../src/desk/placeholder/cases.json', import.meta.url);
const { values, filled, unknown, missing } = JSON.parse(readFileSync(file, 'utf8')) as Cases;
const valueOf = (name: string) => values[name];

describe('placeholders (L-074, Z-36, Z-37)', () => {
  it.each(filled)('%s', (text, expected) => {
    expect(fillPlaceholders(text, valueOf)).toEqual({ text: expected });
    expect(unknownPlaceholder(text)).toBeUndefined();
  });

  it.each(unknown)('%s does not exist', (text, source) => {
    expect(unknownPlaceholder(text)).toBe(source);
    expect(fillPlaceholders(text, valueOf).problem).toEqual({ kind: 'unknown', source });
  });

  it.each(missing)('%s has nothing to stand for it', (text, source) => {
    expect(fillPlaceholders(text, valueOf).problem).toEqual({ kind: 'missing', source });
    expect(unknownPlaceholder(text)).toBeUndefined();
  });

  it('names of objects’ own parts are no short forms', () => {
    expect(fillPlaceholders('{constructor} {toString}', valueOf)).toEqual({
      text: '{constructor} {toString}',
    });
  });
});
