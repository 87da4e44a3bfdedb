import { describe, expect, it } from 'vitest';
import type { Request } from '../net/client';
import type { SendMessageInput } from '../net/documents/serving';
import { NoAnswer } from '../net/failures';
import { attendedCarrier } from './attended-carrier';
import { deliverOutbox } from './delivery';
import { enqueue } from './outbox';
import { dice, pick } from './testing/chance';
import { Device, type Context } from './testing/device';
import { ServerLedger } from './testing/ledger';
import { conversation, viewer } from './testing/records';
import { unattendedCarrier } from './unattended-carrier';

const chats = ['a', 'b', 'c', 'd', 'e'];

/** Loses every third request on the way there, every third answer on the way back. */
function badNetwork(ledger: ServerLedger, random: () => number): Request {
  return async (_operation, variables) => {
    await turn();
    const luck = random();
    if (luck < 1 / 3) throw new NoAnswer('lost on the way there');
    const answer = ledger.send((variables as { input: SendMessageInput }).input);
    await turn();
    if (luck < 2 / 3) throw new NoAnswer('lost on the way back');
    return answer as never;
  };
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe('messages through a bad network, with pages and workers killed at any moment', () => {
  it.each([
    ['500, with Web Locks', 500, true, 11],
    ['150, with leases alone', 150, false, 12],
  ])(
    'none lost, none doubled, the order of each conversation kept: %s',
    async (_case, count, locks, seed) => {
      const random = dice(seed);
      const device = new Device();
      await device.hold(
        viewer(),
        chats.map((id) => conversation({ id })),
      );
      const ledger = new ServerLedger();
      const request = badNetwork(ledger, random);
      const written = new Map<string, string[]>(chats.map((id) => [id, []]));

      const contexts = new Set<Context>();
      let rounds = 0;
      for (let sent = 0; sent < count || ledger.size < count;) {
        for (let burst = Math.floor(random() * 8); burst > 0 && sent < count; burst -= 1, sent += 1) {
          const conversationId = pick(random, chats);
          const text = `message ${sent}`;
          written.get(conversationId)?.push(text);
          const entry = { clientKey: crypto.randomUUID(), conversationId, personId: 'ana', text };
          await enqueue(device.database, entry, device.now);
        }
        const context = device.open(request, { random, locks });
        contexts.add(context);
        const carrier = random() < 0.5 ? attendedCarrier : unattendedCarrier;
        // Two contexts may be at it at once; failures of a killed one are nobody's business.
        void deliverOutbox(context.surroundings, carrier).catch(() => undefined);
        for (let steps = Math.floor(random() * 40); steps > 0; steps -= 1) await turn();
        if (random() < 0.7) {
          const victim = pick(random, [...contexts]);
          victim.kill();
          contexts.delete(victim);
        }
        device.now += Math.floor(random() * 45_000);
        expect((rounds += 1)).toBeLessThan(5_000);
      }

      for (const id of chats) expect(ledger.textsIn(id)).toEqual(written.get(id));
      expect(ledger.size).toBe(count);
    },
    60_000,
  );
});
