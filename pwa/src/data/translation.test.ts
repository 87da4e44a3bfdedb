import { describe, expect, it } from 'vitest';
import * as reading from '../net/documents/reading';
import * as session from '../net/documents/session';
import type * as wire from '../net/wire';
import { eventFrom } from './events';
import { answerTo, possibleTypes } from './testing/schema';
import { conversationFrom, directoryFrom, messageFrom, sessionFrom, viewerFrom } from './translation';

const contents = possibleTypes('MessageContent');
const events = possibleTypes('Event');

/** Every place where a record holds what no record may hold. */
function faults(record: unknown, path = 'record'): string[] {
  if (record === null || record === undefined || Number.isNaN(record))
    return [`${path} is ${String(record)}`];
  if (record instanceof Map)
    return [...record].flatMap(([key, inner]) => faults(inner, `${path}.${String(key)}`));
  if (typeof record !== 'object') return [];
  return Object.entries(record).flatMap(([key, inner]) => faults(inner, `${path}.${key}`));
}

describe.each([
  ['everything that may be missing is missing', false],
  ['everything is there', true],
])('records hold no null, no NaN and no undefined when %s', (_case, full) => {
  it.each(contents)('a message with %s', async (type) => {
    const { conversation } = await answerTo(reading.thread, { full: true, chosen: [type] });
    const bare = await answerTo(reading.events, { full, chosen: ['MessageAdded', type] });
    const event = eventFrom(bare.events);
    expect(event.kind).toBe('messageAdded');
    expect(faults(event)).toEqual([]);
    const nodes = conversation?.messages.edges.map(({ node }) => messageFrom(node)) ?? [];
    expect(nodes[0]?.content.__typename).toBe(type);
    expect(faults(nodes)).toEqual([]);
  });

  it.each(events)('the event %s', async (type) => {
    const { events: event } = await answerTo(reading.events, { full, chosen: [type, 'TextContent'] });
    expect(faults(eventFrom(event))).toEqual([]);
  });

  it('conversations, directory, sessions and the viewer', async () => {
    const { inbox } = await answerTo(reading.inbox, { full, chosen: [] });
    expect(faults(inbox.edges.map(({ node }) => conversationFrom(node)))).toEqual([]);
    expect(faults(directoryFrom(await answerTo(reading.directory, { full, chosen: [] })))).toEqual([]);
    const { sessions } = await answerTo(session.sessions, { full, chosen: [] });
    expect(faults(sessions.map(sessionFrom))).toEqual([]);
    const { me } = await answerTo(session.me, { full, chosen: [] });
    if (full) expect(faults(viewerFrom(me))).toEqual([]);
    else expect(viewerFrom(me)).toBeUndefined();
  });
});

it('every event of the schema is known to the app', async () => {
  for (const type of events) {
    const { events: event } = await answerTo(reading.events, { full: true, chosen: [type, 'TextContent'] });
    expect(eventFrom(event).kind).not.toBe('unknown');
  }
});

describe('what this version does not know', () => {
  it('a type of content shows as unsupported, by its name', async () => {
    const { events } = await answerTo(reading.events, {
      full: true,
      chosen: ['MessageAdded', 'TextContent'],
    });
    const { message } = events as Extract<wire.Event, { __typename: 'MessageAdded' }>;
    const content = { __typename: 'HologramContent' } as unknown as wire.MessageContent;
    expect(messageFrom({ ...message, content }).content).toEqual({
      __typename: 'UnsupportedContent',
      type: 'HologramContent',
    });
  });

  it('an event counts by its cursor alone', () => {
    const event = { __typename: 'MoonRose', cursor: '8', at: '2026-11-21T13:05:09.123Z' };
    expect(eventFrom(event as unknown as wire.Event)).toEqual({ kind: 'unknown', cursor: '8' });
  });
});

it('times keep their milliseconds', async () => {
  const { inbox } = await answerTo(reading.inbox, { full: true, chosen: ['TextContent'] });
  const [record] = inbox.edges.map(({ node }) => conversationFrom(node));
  expect(record?.lastActivityAt).toBe(Date.UTC(2026, 10, 21, 13, 5, 9, 123));
});
