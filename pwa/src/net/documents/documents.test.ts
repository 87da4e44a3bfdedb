/// <reference types="node" />
import { readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { Operation } from '../operation';
import * as customFields from './custom-fields';
import * as device from './device';
import * as files from './files';
import * as expressions from './expressions';
import * as richer from './richer';
import * as finding from './finding';
import * as holding from './holding';
import * as library from './library';
import * as reading from './reading';
import * as serving from './serving';
import * as session from './session';
import * as templates from './templates';
import * as unattended from './unattended';

const schemaFile =
  process.env['GUICHE_SCHEMA'] ?? new URL('../../../../graphql/schema.graphql', import.meta.url);
const documents: [string, Operation<unknown, never>][] = Object.entries({
  ...customFields,
  ...device,
  ...files,
  ...expressions,
  ...finding,
  ...holding,
  ...library,
  ...reading,
  ...richer,
  ...serving,
  ...session,
  ...templates,
  ...unattended,
});

describe('every document is valid against the committed schema', () => {
  const schema = buildSchema(readFileSync(schemaFile, 'utf8'));

  it.each(documents)('%s', (_name, { text }) => {
    expect(validate(schema, parse(text)).map((error) => error.message)).toEqual([]);
  });
});

describe('the server’s tests run what the app asks (`npx vitest -u` writes it anew)', () => {
  const { inbox, thread } = reading;

  it.each(Object.entries({ inbox, thread }))('%s', async (name, { text }) => {
    const path = `../../../../graphql/tests/documents/${name}.graphql`;
    await expect(`${text}\n`).toMatchFileSnapshot(path);
  });
});

it('an operation brings each fragment once, however often it is used', () => {
  const names = reading.events.text.match(/^fragment \w+/gm) ?? [];
  expect(new Set(names).size).toBe(names.length);
  expect(names).toContain('fragment MessageFields');
});
