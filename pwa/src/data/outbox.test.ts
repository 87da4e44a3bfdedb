import { beforeEach, describe, expect, it } from 'vitest';
import type { Request } from '../net/client';
import { NoAnswer, ServerFailure, type ServerFailureCode } from '../net/failures';
import { attendedCarrier } from './attended-carrier';
import { deliverOutbox } from './delivery';
import { claimNext, leaseDuration } from './claims';
import { decide, enqueue, hurry, localMessage, unsentOf } from './outbox';
import { Device } from './testing/device';
import { ServerLedger } from './testing/ledger';
import { conversation, viewer } from './testing/records';

let device: Device;
let ledger: ServerLedger;

beforeEach(async () => {
  device = new Device();
  ledger = new ServerLedger();
  await device.hold(viewer(), [conversation({ id: 'maria' }), conversation({ id: 'josé' })]);
});

function write(text: string, conversationId = 'maria', personId = 'ana') {
  return enqueue(
    device.database,
    { clientKey: `key of ${text}`, conversationId, personId, text },
    device.now,
  );
}

const claim = (owner = 'a', alone = false) => claimNext(device.database, { owner, now: device.now, alone });

async function entries() {
  const reading = await device.database.read(['outbox']);
  return reading.objectStore('outbox').getAll();
}

const sending: Request = async (_operation, variables) =>
  ledger.send((variables as { input: Parameters<ServerLedger['send']>[0] }).input) as never;

function deliver(request: Request, locks = true) {
  const { surroundings } = device.open(request, { random: () => 0.5, locks });
  return deliverOutbox(surroundings, attendedCarrier);
}

describe('what may be sent next', () => {
  it('is the oldest of its conversation, and nothing of that conversation while it is under way', async () => {
    await write('1');
    await write('2');
    await write('other', 'josé');
    expect((await claim('a')).entry?.text).toBe('1');
    expect((await claim('b')).entry?.text).toBe('other');
    expect((await claim('c')).entry).toBeUndefined();
  });

  it('is free again when its sender has died: by the clock without locks, at once for who holds the lock', async () => {
    await write('1');
    await claim('dead');
    expect(await claim('b')).toEqual({ wakeAt: device.now + leaseDuration });
    expect((await claim('c', true)).entry?.text).toBe('1');
    device.now += leaseDuration;
    expect((await claim('d')).entry?.text).toBe('1');
  });

  it('is never what another person wrote (F34)', async () => {
    await write('of Bia', 'maria', 'bia');
    expect(await claim()).toEqual({});
    await device.setMeta('viewer', viewer({ id: 'bia' }));
    expect((await claim()).entry?.text).toBe('of Bia');
  });

  it('is nothing while nobody is signed in', async () => {
    await write('1');
    await device.setMeta('viewer', undefined);
    expect(await claim()).toEqual({});
  });
});

describe('a message on its way', () => {
  it.each([
    ['no network', () => new NoAnswer('offline'), 'waiting', undefined],
    ['a failure of the server', () => new ServerFailure('INTERNAL', 'broken'), 'waiting', 'INTERNAL'],
    ['a failure from the future', () => new ServerFailure('UNKNOWN', 'new'), 'waiting', 'UNKNOWN'],
    ['a request that is wrong', () => new ServerFailure('BAD_REQUEST', 'no'), 'refused', 'BAD_REQUEST'],
    ['something forbidden', () => new ServerFailure('FORBIDDEN', 'no'), 'refused', 'FORBIDDEN'],
  ] as [string, () => Error, string, ServerFailureCode | undefined][])(
    'after %s',
    async (_case, failure, state, code) => {
      await write('1');
      await deliver(() => Promise.reject(failure()));
      const [entry] = await entries();
      expect(entry?.state).toBe(state);
      expect(entry?.error?.code).toBe(code);
      expect(entry?.lease).toBeUndefined();
    },
  );

  it.each([
    ['CHANNEL_PAUSED', 'refused'],
    ['NOT_FOUND', 'refused'],
    ['RATE_LIMITED', 'waiting'],
    ['STORAGE_FULL', 'waiting'],
  ])('after the outcome %s it is %s, with the reason', async (code, state) => {
    await write('1');
    const error = { code, message: 'why' };
    await deliver(() =>
      Promise.resolve({ sendMessage: { message: null, conversation: null, error } } as never),
    );
    expect(await entries()).toMatchObject([{ state, error }]);
  });

  it('waits with pauses that double up to a minute', async () => {
    await write('1');
    const pauses: number[] = [];
    for (let attempt = 0; attempt < 9; attempt += 1) {
      const { wakeAt } = await deliver(() => Promise.reject(new NoAnswer('offline')));
      pauses.push((wakeAt ?? 0) - device.now);
      device.now = wakeAt ?? 0;
    }
    expect(pauses).toEqual([750, 1500, 3000, 6000, 12000, 24000, 45000, 45000, 45000]);
  });

  it('does not wait out its pause when the network is back', async () => {
    await write('1');
    await deliver(() => Promise.reject(new NoAnswer('offline')));
    await deliver(sending);
    expect(ledger.size).toBe(0);
    await hurry(device.database, 'ana');
    await deliver(sending);
    expect(ledger.size).toBe(1);
  });

  it('holds back what was written after it, in its conversation only', async () => {
    await write('1');
    await write('2');
    await write('other', 'josé');
    await deliver(async (operation, variables, options) => {
      if (JSON.stringify(variables).includes('key of 1')) throw new NoAnswer('lost');
      return sending(operation, variables, options);
    });
    expect(ledger.textsIn('maria')).toEqual([]);
    expect(ledger.textsIn('josé')).toEqual(['other']);
  });

  it('once refused, holds back nothing', async () => {
    await write('1');
    await write('2');
    await deliver(async (operation, variables, options) => {
      if (JSON.stringify(variables).includes('key of 1')) throw new ServerFailure('FORBIDDEN', 'no');
      return sending(operation, variables, options);
    });
    expect(ledger.textsIn('maria')).toEqual(['2']);
  });

  it('leaves the outbox also when its conversation is not on the device', async () => {
    await write('1', 'unknown here');
    await deliver(sending);
    expect(ledger.size).toBe(1);
    expect(await entries()).toEqual([]);
    expect(await device.contents(['messages'])).toEqual([[]]);
  });

  it('an ended session stops the round and keeps everything', async () => {
    await write('1');
    await write('other', 'josé');
    let asked = 0;
    const round = await deliver(() => {
      asked += 1;
      return Promise.reject(new ServerFailure('UNAUTHENTICATED', 'sign in'));
    });
    expect(round).toEqual({ sessionEnded: true });
    expect(asked).toBe(1);
    expect(await entries()).toMatchObject([{ state: 'waiting' }, { state: 'waiting' }]);
  });

  it('two contexts without Web Locks never have one message in hand at once', async () => {
    for (let index = 0; index < 20; index += 1) await write(String(index), index % 2 ? 'maria' : 'josé');
    const inHand = new Set<string>();
    const request: Request = async (operation, variables, options) => {
      const key = JSON.stringify(variables);
      expect(inHand.has(key)).toBe(false);
      inHand.add(key);
      await new Promise((resolve) => setImmediate(resolve));
      inHand.delete(key);
      return sending(operation, variables, options);
    };
    await Promise.all([deliver(request, false), deliver(request, false)]);
    expect(ledger.attempts).toHaveLength(new Set(ledger.attempts).size);
  });
});

describe("the agent's decision", () => {
  it('is not taken about a message that is being sent', async () => {
    await write('1');
    await claim();
    expect(await decide(device.database, 'key of 1', 'discard', device.now)).toBe(false);
    expect(await entries()).toHaveLength(1);
  });

  it('about a message that is gone says so', async () => {
    expect(await decide(device.database, 'unknown', 'retry', device.now)).toBe(false);
  });
});

describe('in the thread', () => {
  it('a message of the outbox shows how far it is', async () => {
    await write('1');
    const states = async () => (await entries()).map((entry) => localMessage(entry, device.now).local?.state);
    expect(await states()).toEqual(['waiting']);
    await claim();
    expect(await states()).toEqual(['sending']);
    device.now += leaseDuration;
    expect(await states()).toEqual(['waiting']);
  });

  it('counts as unsent until the server has it', async () => {
    await write('1');
    await write('of Bia', 'maria', 'bia');
    expect(await unsentOf(device.database, 'ana')).toBe(1);
    await deliver(sending);
    expect(await unsentOf(device.database, 'ana')).toBe(0);
  });
});
