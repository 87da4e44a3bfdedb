/** One device in memory: a database, locks and a channel, shared by as many tabs and workers as a test opens and kills. */

import 'fake-indexeddb/auto';
import type { Request } from '../../net/client';
import { Database, type DeskTransaction } from '../database';
import { writeMeta } from '../meta';
import type { MetaValues } from '../meta';
import type { ConversationRecord, MessageRecord, ViewerRecord } from '../records';
import type { Surroundings } from '../surroundings';
import { Tabs, type Channel } from '../tabs';
import { LockHouse } from './locks';

let devices = 0;

/** Never settles: what a killed context waits for. */
const never = new Promise<never>(() => undefined);

export class Device {
  readonly name = `device ${(devices += 1)}`;
  readonly database = new Database(this.name);
  readonly #locks = new LockHouse();
  readonly #channels = new Set<{ hear: (event: { data: unknown }) => void }>();
  now = Date.parse('2026-11-21T12:00:00.000Z');

  /** A tab or a worker on this device. */
  open(request: Request, { random = Math.random, locks = true } = {}): Context {
    return new Context(this, request, random, locks ? this.#locks : undefined);
  }

  channel(): Channel {
    const end: { hear: (event: { data: unknown }) => void } = { hear: () => undefined };
    this.#channels.add(end);
    return {
      postMessage: (message) => {
        const data: unknown = structuredClone(message);
        for (const other of this.#channels) if (other !== end) queueMicrotask(() => other.hear({ data }));
      },
      addEventListener: (_type, listener) => {
        end.hear = listener;
      },
      close: () => this.#channels.delete(end),
    };
  }

  async setMeta<Key extends keyof MetaValues>(key: Key, value: MetaValues[Key] | undefined): Promise<void> {
    const transaction = await this.database.write(['meta']);
    await writeMeta(transaction, key, value);
    await transaction.done;
  }

  /** Somebody is signed in, and holds these records. */
  async hold(
    viewer: ViewerRecord,
    conversations: readonly ConversationRecord[] = [],
    messages: readonly MessageRecord[] = [],
  ): Promise<void> {
    await this.setMeta('viewer', viewer);
    await this.setMeta('owner', { id: viewer.person.id, email: viewer.person.email });
    const transaction: DeskTransaction<'conversations' | 'messages'> = await this.database.write([
      'conversations',
      'messages',
    ]);
    for (const record of conversations) void transaction.objectStore('conversations').put(record);
    for (const record of messages) void transaction.objectStore('messages').put(record);
    await transaction.done;
  }

  /** Everything that lies in some stores, for comparing whole states. */
  async contents(stores: readonly ('conversations' | 'messages' | 'threads' | 'outbox')[]): Promise<unknown> {
    const reading = await this.database.read(stores);
    return Promise.all(stores.map((name) => reading.objectStore(name).getAll()));
  }
}

export class Context {
  readonly surroundings: Surroundings;
  readonly #house: LockHouse | undefined;
  #alive = true;

  constructor(device: Device, request: Request, random: () => number, house: LockHouse | undefined) {
    this.#house = house;
    const guard =
      <Arguments extends unknown[], Result>(work: (...given: Arguments) => Promise<Result>) =>
      async (...given: Arguments): Promise<Result> => {
        if (!this.#alive) return never;
        const result = await work(...given);
        return this.#alive ? result : never;
      };
    const { database } = device;
    const mortal = {
      read: guard(database.read.bind(database)),
      write: guard(database.write.bind(database)),
      close: () => Promise.resolve(),
    };
    this.surroundings = {
      database: mortal as unknown as Database,
      request: guard(request as (...given: unknown[]) => Promise<unknown>) as Request,
      tabs: new Tabs(device.channel()),
      locks: house?.for(this),
      now: () => device.now,
      random,
      uuid: () => crypto.randomUUID(),
    };
  }

  /** As the system kills: nothing that the context waits for comes, and its locks are free. */
  kill(): void {
    this.#alive = false;
    this.surroundings.tabs.close();
    this.#house?.kill(this);
  }
}
