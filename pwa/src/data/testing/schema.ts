/// <reference types="node" />
/** The committed schema, and answers to any document that are as full or as bare as it allows. */

import { readFileSync } from 'node:fs';
import {
  buildSchema,
  execute,
  isAbstractType,
  isEnumType,
  isListType,
  isNonNullType,
  isScalarType,
  parse,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
} from 'graphql';
import type { Operation } from '../../net/operation';

const file = process.env['GUICHE_SCHEMA'] ?? new URL('../../../../graphql/schema.graphql', import.meta.url);

export const schema = buildSchema(readFileSync(file, 'utf8'));

export function possibleTypes(name: string): readonly string[] {
  const type = schema.getType(name);
  if (!isAbstractType(type)) throw new Error(`${name} is neither union nor interface`);
  return schema.getPossibleTypes(type).map((possible) => possible.name);
}

export interface Fullness {
  /** Whether what may be null is there. */
  full: boolean;
  /** Which of the possible types unions and interfaces are. */
  chosen: readonly string[];
}

const scalars: Record<string, unknown> = {
  ID: 'id',
  String: 'text',
  Int: 7,
  Float: 1.5,
  Boolean: true,
  Instant: '2026-11-21T13:05:09.123Z',
  Cursor: 'cursor',
  JSON: {},
};

function value(type: GraphQLOutputType, { full, chosen }: Fullness): unknown {
  if (isNonNullType(type)) return value(type.ofType, { full: true, chosen });
  if (!full) return null;
  if (isListType(type)) return [value(type.ofType, { full, chosen })];
  if (isScalarType(type)) return scalars[type.name];
  if (isEnumType(type)) return type.getValues()[0]?.value;
  if (isAbstractType(type)) {
    const __typename = possibleTypes(type.name).find((name) => chosen.includes(name));
    return { __typename: __typename ?? possibleTypes(type.name)[0] };
  }
  return {};
}

/** Executes a query or mutation; a subscription as if its one event were asked for. */
export async function answerTo<Data>(operation: Operation<Data, never>, fullness: Fullness): Promise<Data> {
  const fieldResolver: GraphQLFieldResolver<unknown, unknown> = (_source, _args, _context, info) =>
    value(info.returnType, fullness);
  const result = await execute({
    schema,
    document: parse(operation.text),
    fieldResolver,
    variableValues: { id: 'id', last: 50, list: 'ALL', first: 30, input: {} },
  });
  if (result.errors) throw result.errors[0];
  return result.data as Data;
}
