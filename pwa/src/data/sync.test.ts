import { describe, expect, it, vi } from 'vitest';
import type { DeskEvent } from './events';
import { Sync } from './sync';
import { readMeta } from './meta';
import type { ConversationRecord, MessageRecord } from './records';
import { dice, pick } from './testing/chance';
import { Device } from './testing/device';
import { conversation, message, start, viewer } from './testing/records';

const stores = ['conversations', 'messages', 'threads', 'outbox'] as const;
const nobodyAnswers = () => Promise.reject(new Error('no network in this test'));

/** A desk's history: conversations that open, answer, hide and come back, as its journal tells it. */
function history(seed: number, length: number): DeskEvent[] {
  const random = dice(seed);
  const chats = new Map<string, ConversationRecord>();
  const messages: MessageRecord[] = [];
  const events: DeskEvent[] = [];
  const grow = (id: string): ConversationRecord => {
    const known = chats.get(id);
    return conversation({ ...known, id, version: (known?.version ?? 0) + 1 });
  };
  while (events.length < length) {
    const cursor = String(events.length + 1);
    const id = pick(random, ['a', 'b', 'c']);
    const dieRoll = random();
    if (dieRoll < 0.5) {
      const own = random() < 0.3 ? { clientKey: `key ${messages.length}` } : {};
      // Some arrive late: older than what is there (F10).
      const sentAt = start + events.length * 1000 - (random() < 0.2 ? 60_000 : 0);
      const added = message({ id: `m${messages.length}`, conversationId: id, sentAt, ...own });
      messages.push(added);
      const chat = { ...grow(id), lastMessage: added, lastActivityAt: sentAt };
      chats.set(id, chat);
      events.push({ kind: 'messageAdded', cursor, message: added, conversation: chat });
    } else if (dieRoll < 0.8 && messages.length > 0) {
      const index = Math.floor(random() * messages.length);
      const before = messages[index] as MessageRecord;
      const after = { ...before, version: before.version + 1, text: `changed at ${cursor}` };
      messages[index] = after;
      const chat = chats.get(after.conversationId);
      if (chat?.lastMessage?.id === after.id) chats.set(chat.id, { ...chat, lastMessage: after });
      events.push({ kind: 'messageChanged', cursor, message: after });
    } else if (dieRoll < 0.93) {
      const chat = { ...grow(id), unreadCount: events.length };
      chats.set(id, chat);
      events.push({ kind: 'conversationChanged', cursor, conversation: chat });
    } else events.push({ kind: 'conversationHidden', cursor, conversationId: id });
  }
  return events;
}

async function follow(device: Device, deliver: (sync: Sync) => Promise<void>): Promise<unknown> {
  const { surroundings } = device.open(nobodyAnswers);
  await device.hold(viewer());
  await device.setMeta('holder', 'this tab');
  const failed = vi.fn();
  const sync = new Sync({ surroundings, token: 'this tab', arrived: () => {}, reload: () => {}, failed });
  await deliver(sync);
  expect(failed).not.toHaveBeenCalled();
  return device.contents(stores);
}

const cursorOf = async (device: Device) => readMeta(await device.database.read(['meta']), 'cursor');
const applied = (device: Device, cursor: string) =>
  vi.waitFor(async () => expect(await cursorOf(device)).toBe(cursor), { interval: 1 });

describe('the state after a history', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'is the same however often the line was cut and resumed further back (seed %i)',
    async (seed) => {
      const events = history(seed, 120);
      const end = String(events.length);
      const straight = new Device();
      const expected = await follow(straight, async (sync) => {
        events.forEach((event) => sync.receive(event));
        await applied(straight, end);
      });

      const random = dice(seed);
      const bumpy = new Device();
      const state = await follow(bumpy, async (sync) => {
        let reached = 0;
        while (reached < events.length) {
          const from = Math.max(0, reached - Math.floor(random() * 20));
          const upTo = Math.min(events.length, from + 1 + Math.floor(random() * 30));
          events.slice(from, upTo).forEach((event) => sync.receive(event));
          await applied(bumpy, String(upTo));
          reached = Math.max(reached, upTo);
        }
        // The last stretch came once more.
        events.slice(-10).forEach((event) => sync.receive(event));
        await applied(bumpy, end);
        await vi.waitFor(async () => expect(await bumpy.contents(stores)).toEqual(expected), { interval: 1 });
      });
      expect(state).toEqual(expected);
    },
  );
});

describe('a tab that another one fenced off', () => {
  it('writes nothing any more, and says so', async () => {
    const device = new Device();
    const { surroundings } = device.open(nobodyAnswers);
    await device.hold(viewer());
    await device.setMeta('holder', 'the other tab');
    const failed = vi.fn();
    const sync = new Sync({ surroundings, token: 'this tab', arrived: () => {}, reload: () => {}, failed });
    history(1, 5).forEach((event) => sync.receive(event));
    await vi.waitFor(() => expect(failed).toHaveBeenCalled());
    expect(await device.contents(['conversations', 'messages'])).toEqual([[], []]);
    expect(await cursorOf(device)).toBeUndefined();
  });
});

describe('what has to be loaded is marked in the same transaction', () => {
  it.each([
    ['directory', { kind: 'directoryChanged', cursor: '7' }, '7', true],
    [
      'everything',
      { kind: 'viewerChanged', cursor: '7', viewer: viewer({ role: 'SUPERVISOR' }) },
      undefined,
      undefined,
    ],
  ] as const)('%s', async (what, event, cursor, stale) => {
    const device = new Device();
    const { surroundings } = device.open(nobodyAnswers);
    await device.hold(viewer());
    await device.setMeta('holder', 'this tab');
    await device.setMeta('cursor', '6');
    const reload = vi.fn();
    const sync = new Sync({ surroundings, token: 'this tab', arrived: () => {}, reload, failed: () => {} });
    sync.receive(event);
    await vi.waitFor(() => expect(reload).toHaveBeenCalledWith(what));
    expect(await cursorOf(device)).toBe(cursor);
    expect(await readMeta(await device.database.read(['meta']), 'directoryStale')).toBe(stale);
  });
});
