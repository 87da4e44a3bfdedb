/// <reference types="node" />
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Surroundings } from '../src/data/surroundings';
import { Device } from '../src/data/testing/device';
import { viewer } from '../src/data/testing/records';
import { remembered } from '../src/push/shown';
import { onPush } from './push';
import { Scope } from './testing/scope';

const noNetwork = () => Promise.reject(new Error('a push must not need the network'));

let scope: Scope;
let device: Device;
let surroundings: Surroundings;

beforeEach(() => {
  scope = new Scope();
  device = new Device();
  ({ surroundings } = device.open(noNetwork));
});

afterEach(() => vi.useRealTimers());

function payload({ p = 'p1', c = 'maria', m = 'm1', seq = 10, ...x }: Record<string, unknown> = {}) {
  const notification = { title: 'Maria', body: 'Cadê meu pedido?', lang: 'pt-BR', tag: `c:${String(c)}` };
  return JSON.stringify({ web_push: 8030, notification, x: { p, c, m, seq, n: 1, badge: 3, ...x } });
}

describe('every push ends in a notification', () => {
  it.each([
    ['our own', payload(), 'Maria', 'Cadê meu pedido?'],
    ['without text', JSON.stringify({ x: { p: 'p1' } }), 'Guichê', 'Há novidades nas suas conversas'],
    ['of another shape', '[1, 2]', 'Guichê', 'Há novidades nas suas conversas'],
    ['garbage', '{"notif', 'Guichê', 'Há novidades nas suas conversas'],
    ['empty', undefined, 'Guichê', 'Há novidades nas suas conversas'],
  ])('%s', async (_case, text, title, body) => {
    await onPush(surroundings, text);
    expect(scope.notifications).toHaveLength(1);
    expect(scope.notifications[0]).toMatchObject({ title, options: { body } });
  });

  it('also where the browser refuses its options', async () => {
    scope.refusesOptions = true;
    await onPush(surroundings, payload());
    expect(scope.notifications).toMatchObject([{ title: 'Maria', options: { body: 'Cadê meu pedido?' } }]);
    expect(scope.notifications[0]?.options.data).toMatchObject({ conversationId: 'maria' });
  });

  it('also when the store is out of order', async () => {
    surroundings.database.write = () => Promise.reject(new DOMException('broken', 'UnknownError'));
    surroundings.database.read = () => Promise.reject(new DOMException('broken', 'UnknownError'));
    await onPush(surroundings, payload());
    expect(scope.notifications).toHaveLength(1);
  });

  it('also when the store never answers, half a second later', async () => {
    vi.useFakeTimers();
    surroundings.database.write = () => new Promise(() => undefined);
    surroundings.database.read = () => new Promise(() => undefined);
    const done = onPush(surroundings, payload());
    await vi.advanceTimersByTimeAsync(500);
    await done;
    expect(scope.notifications).toHaveLength(1);
  });

  it('also when a visible page is frozen and says nothing', async () => {
    scope.pages = [{ visibilityState: 'visible' }];
    await onPush(surroundings, payload());
    expect(scope.notifications).toMatchObject([{ options: { renotify: true } }]);
  });
});

describe('a chat rings', () => {
  it('under its own tag, in the language of the person, with reply and read', async () => {
    const english = viewer();
    await device.hold({ ...english, preferences: { ...english.preferences, locale: 'EN' } });
    await onPush(surroundings, payload());
    expect(scope.notifications[0]?.options).toMatchObject({
      tag: 'c:maria',
      renotify: true,
      data: { conversationId: 'maria', messageId: 'm1', pushId: 'p1', sequence: 10 },
      actions: [
        { action: 'reply', type: 'text', title: 'Reply' },
        { action: 'read', title: 'Mark as read' },
      ],
    });
    expect(scope.badge).toBe(3);
  });

  it('once for a push that comes twice, however often the worker was stopped in between', async () => {
    await onPush(surroundings, payload());
    device.now += 60_000;
    const restarted = device.open(noNetwork).surroundings;
    await onPush(restarted, payload());
    expect(scope.notifications).toHaveLength(1);
    expect(scope.calls.map(({ options }) => options.renotify)).toEqual([true, false]);
  });

  it('not again within ten seconds, and again after', async () => {
    await onPush(surroundings, payload({ p: 'p1' }));
    device.now += 9_999;
    await onPush(surroundings, payload({ p: 'p2' }));
    device.now += 10_000;
    await onPush(surroundings, payload({ p: 'p3' }));
    expect(scope.calls.map(({ options }) => options.renotify)).toEqual([true, false, true]);
  });

  it('remembers the last 200 pushes and no more', async () => {
    for (let index = 0; index < remembered + 5; index += 1) {
      device.now += 1;
      await onPush(surroundings, payload({ p: `p${index}` }));
    }
    const reading = await device.database.read(['pushes']);
    expect(await reading.objectStore('pushes').count()).toBe(remembered);
    expect(await reading.objectStore('pushes').get('p0')).toBeUndefined();
  });
});

describe('a chat that is on the screen', () => {
  /** Until the notification is there; the clock stands still. */
  async function shown(): Promise<void> {
    while (scope.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
  }

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });

  it('is shown silently and leaves after a glance', async () => {
    scope.pages = [{ visibilityState: 'visible', showing: true }];
    const done = onPush(surroundings, payload());
    await shown();
    expect(scope.calls).toMatchObject([{ options: { silent: true, renotify: false } }]);
    expect(scope.notifications).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1_000);
    await done;
    expect(scope.notifications).toEqual([]);
  });

  it('stays when the page was left meanwhile', async () => {
    scope.pages = [{ visibilityState: 'visible', showing: true }];
    const done = onPush(surroundings, payload());
    await shown();
    scope.pages = [{ visibilityState: 'hidden' }];
    await vi.advanceTimersByTimeAsync(1_000);
    await done;
    expect(scope.notifications).toHaveLength(1);
  });

  it("is never believed on Apple's engine", async () => {
    scope = new Scope(
      'Mozilla/5.0 (iPhone; CPU iPhone OS 26_1) AppleWebKit/605.1.15 Version/26.1 Safari/604.1',
    );
    scope.pages = [{ visibilityState: 'visible', showing: true }];
    await onPush(surroundings, payload());
    expect(scope.notifications).toHaveLength(1);
    expect(scope.calls[0]?.options.silent).toBeUndefined();
  });
});

it('what was read elsewhere is closed, up to where it was read', async () => {
  await onPush(surroundings, payload({ p: 'p1', c: 'maria', seq: 10 }));
  await onPush(surroundings, payload({ p: 'p2', c: 'josé', seq: 11 }));
  await onPush(surroundings, payload({ p: 'p3', c: 'rita', seq: 12, read: { maria: 10, josé: 9 } }));
  expect(scope.notifications.map(({ options }) => options.tag)).toEqual(['c:josé', 'c:rita']);
});
