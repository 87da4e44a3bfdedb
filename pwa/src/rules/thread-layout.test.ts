import { describe, expect, it } from 'vitest';
import type { MessageRecord } from '../data';
import { layThread } from './thread-layout';

const noon = new Date('2026-11-20T12:00:00').getTime();
const minute = 60_000;

function message(id: string, sentAt: number, more: Partial<MessageRecord> = {}): MessageRecord {
  return {
    id,
    conversationId: 'c',
    direction: 'INBOUND',
    origin: 'CUSTOMER',
    sentAt,
    receivedAt: sentAt,
    content: { __typename: 'TextContent', body: id },
    reactions: [],
    forwarded: false,
    version: 1,
    ...more,
  };
}

const shape = (messages: MessageRecord[], unread?: string) =>
  layThread(messages, unread).map(({ items }) =>
    items.map((item) =>
      item.kind === 'unread' ? `unread ${item.count}` : item.leads ? `>${item.key}` : item.key,
    ),
  );

describe('the thread', () => {
  it('gathers messages under their days', () => {
    expect(
      shape([
        message('a', noon),
        message('b', noon + 11 * 60 * minute),
        message('c', noon + 13 * 60 * minute),
      ]),
    ).toEqual([['>a', '>b'], ['>c']]);
  });

  it('lets a run of one author share one head, until five minutes pass or somebody else speaks', () => {
    const agent = { direction: 'OUTBOUND', origin: 'DESK', authorId: 'ana' } as const;
    expect(
      shape([
        message('a', noon),
        message('b', noon + minute),
        message('c', noon + 6 * minute),
        message('d', noon + 6 * minute, agent),
        message('e', noon + 7 * minute, agent),
        message('f', noon + 7 * minute, { ...agent, authorId: 'bia' }),
        message('g', noon + 8 * minute, { ...agent, authorId: 'bia', direction: 'INTERNAL' }),
      ]),
    ).toEqual([['>a', 'b', '>c', '>d', 'e', '>f', '>g']]);
  });

  it('draws the divider before the first unread message and counts only what the contact wrote', () => {
    const messages = [
      message('a', noon),
      message('b', noon + 1),
      message('c', noon + 2, { direction: 'SYSTEM', origin: 'DESK' }),
      message('d', noon + 3),
    ];
    expect(shape(messages, 'b')).toEqual([['>a', 'unread 2', '>b', '>c', '>d']]);
  });

  it('keeps the key of an optimistic message when the server has named it', () => {
    expect(shape([message('server-id', noon, { clientKey: 'device-key' })])).toEqual([['>device-key']]);
  });
});
