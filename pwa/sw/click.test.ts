import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Request } from '../src/net/client';
import type { SendMessageInput } from '../src/net/documents/serving';
import { markReadUnattended, sendUnattended } from '../src/net/documents/unattended';
import { NoAnswer, ServerFailure } from '../src/net/failures';
import { Device } from '../src/data/testing/device';
import { ServerLedger } from '../src/data/testing/ledger';
import { viewer } from '../src/data/testing/records';
import { onClick } from './click';
import { Scope } from './testing/scope';

let scope: Scope;
let device: Device;
let ledger: ServerLedger;
let network: () => void;
const read: unknown[] = [];

const request: Request = async (operation, variables) => {
  network();
  if (operation.text === sendUnattended.text) {
    return ledger.send((variables as { input: SendMessageInput }).input) as never;
  }
  expect(operation.text).toBe(markReadUnattended.text);
  read.push(variables);
  return { markConversationRead: { error: null } } as never;
};

beforeEach(async () => {
  scope = new Scope();
  device = new Device();
  ledger = new ServerLedger();
  network = () => undefined;
  read.length = 0;
  await device.hold(viewer());
});

const data = { conversationId: 'maria', messageId: 'm1', pushId: 'p 1' };

function click(action = '', reply?: string | null) {
  const close = vi.fn();
  const { surroundings } = device.open(request);
  const notification = { title: 'Maria', data, close };
  return onClick(surroundings, { action, notification, ...(reply === undefined ? {} : { reply }) });
}

async function intent() {
  const reading = await device.database.read(['intents']);
  return reading.objectStore('intents').get('open');
}

async function outbox() {
  const reading = await device.database.read(['outbox']);
  return reading.objectStore('outbox').getAll();
}

describe('a tap', () => {
  it('opens the chat where no page is open', async () => {
    await click();
    expect(scope.openedUrls).toEqual(['/c/maria?p=p%201']);
    expect(await intent()).toEqual({ conversationId: 'maria', at: device.now });
  });

  it('brings an open page to the front and tells it, the visible one before others', async () => {
    const visible = { visibilityState: 'visible' as const };
    scope.pages = [{ visibilityState: 'hidden' }, visible];
    await click();
    expect(scope.focused).toEqual([visible]);
    expect(scope.messages).toEqual([{ kind: 'open', conversationId: 'maria' }]);
    expect(scope.openedUrls).toEqual([]);
    expect(await intent()).toMatchObject({ conversationId: 'maria' });
  });

  it('opens a fresh page where the old one can no longer be focused', async () => {
    scope.pages = [{ visibilityState: 'hidden', refusesFocus: true }];
    await click();
    expect(scope.openedUrls).toEqual(['/c/maria?p=p%201']);
  });

  it('an empty reply is a tap', async () => {
    await click('reply', '');
    expect(scope.openedUrls).toHaveLength(1);
    expect(ledger.size).toBe(0);
  });
});

it('"mark as read" marks up to the message that was shown, and opens nothing', async () => {
  await click('read');
  expect(read).toEqual([{ input: { conversationId: 'maria', upTo: 'm1' } }]);
  expect(scope.openedUrls).toEqual([]);
});

describe('a reply', () => {
  // On Linux the action is empty for replies.
  it.each(['', 'reply'])('is sent once and marks the chat read (action "%s")', async (action) => {
    await click(action, ' Já vou ver ');
    expect(ledger.textsIn('maria')).toEqual(['Já vou ver']);
    expect(read).toHaveLength(1);
    expect(scope.notifications).toEqual([]);
    // It holds the place of its message until a page has that.
    expect(await outbox()).toMatchObject([{ state: 'sent', text: 'Já vou ver', personId: 'ana' }]);
  });

  it('without a network is kept, and said to be', async () => {
    network = () => {
      throw new NoAnswer('offline');
    };
    await click('reply', 'Já vou ver');
    expect(await outbox()).toMatchObject([{ state: 'waiting', text: 'Já vou ver' }]);
    expect(scope.notifications).toMatchObject([{ title: 'Maria', options: { tag: 'c:maria' } }]);
    expect(scope.notifications[0]?.options.body).toContain('Ainda não enviada: “Já vou ver”');
  });

  it('that the server refuses is shown as not sent, and kept for the agent to decide', async () => {
    network = () => {
      throw new ServerFailure('FORBIDDEN', 'not yours');
    };
    await click('reply', 'Já vou ver');
    expect(await outbox()).toMatchObject([{ state: 'refused', error: { code: 'FORBIDDEN' } }]);
    expect(scope.notifications[0]?.options.body).toContain('Não enviada: “Já vou ver”');
  });

  it('after the session ended waits under the name of whom the notification was for (F34)', async () => {
    await device.setMeta('viewer', undefined);
    await click('reply', 'Já vou ver');
    expect(ledger.size).toBe(0);
    expect(await outbox()).toMatchObject([{ state: 'waiting', personId: 'ana' }]);
  });

  it('is not lost when the worker is killed right after it was typed', async () => {
    const dying = device.open(() => new Promise(() => undefined));
    void onClick(dying.surroundings, {
      action: 'reply',
      reply: 'Já vou ver',
      notification: { title: 'Maria', data, close: () => undefined },
    });
    await vi.waitFor(async () => expect(await outbox()).toHaveLength(1));
    dying.kill();
    await click('reply', 'e mais');
    expect(ledger.textsIn('maria')).toEqual(['Já vou ver', 'e mais']);
  });
});
