import { expect, it } from 'vitest';
import type { QuickReplyRecord } from '../data';
import { matchingReplies, slashQuery } from './quick-reply-search';

it.each([
  ['/', ''],
  ['/pi', 'pi'],
  ['/bom-dia', 'bom-dia'],
  ['/saudação', 'saudação'],
  ['/bom dia', undefined],
  ['oi /pix', undefined],
  ['//', undefined],
  ['', undefined],
])('what is sought by %j', (text, query) => expect(slashQuery(text)).toBe(query));

const reply = (shortName: string, text: string): QuickReplyRecord => ({
  id: shortName,
  shortName,
  text,
  own: false,
  editable: false,
});
const replies = [
  reply('saudação', 'Bom dia!'),
  reply('pix', 'Nossa chave Pix é …'),
  reply('segunda-via', 'Pague por Pix'),
  reply('comopix', 'Veja'),
];

it.each([
  ['', ['comopix', 'pix', 'saudação', 'segunda-via']],
  ['pi', ['pix', 'comopix', 'segunda-via']],
  ['SAUDACAO', ['saudação']],
  ['dia', ['saudação']],
  ['nada', []],
])('%j finds the best match first', (query, names) => {
  expect(matchingReplies(replies, query).map(({ shortName }) => shortName)).toEqual(names);
});
