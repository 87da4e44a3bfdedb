/**
 * The device's one database: its stores, their history, and how a page or worker gets at it. Written by pages and by
 * the service worker alike, so every rule that must hold between stores is kept by a transaction, never by memory.
 */

import { begin, openIndexedDb, type Transaction } from './indexed-db';
import type {
  ConversationRecord,
  Cursor,
  Directory,
  Id,
  Instant,
  ListName,
  MessagePlace,
  MessageRecord,
} from './records';
import type { MetaValues } from './meta';
import type { Outgoing, PendingUpload } from './outgoing';

export type MessageKey = [conversationId: Id, sentAt: Instant, id: Id];

export function keyOf({ conversationId, sentAt, id }: MessagePlace): MessageKey {
  return [conversationId, sentAt, id];
}

/** How much of a thread lies on the device without a hole: everything from `from` to its newest message. */
export interface CoverageRecord {
  conversationId: Id;
  /** Oldest message of the unbroken run; absent when the thread has none. */
  from?: MessageKey;
  /** Where the server's older messages begin; absent until a page has been loaded. */
  before?: Cursor;
  /** `from` is the very first message of the thread. */
  complete: boolean;
}

/** How far a list has been paged through. */
export interface ListRecord {
  list: ListName;
  after?: Cursor;
  complete: boolean;
}

/** A message that the server has not confirmed yet. */
export interface OutboxRecord {
  /** Grows with every entry: the order of sending within a conversation. */
  position?: number;
  clientKey: Id;
  conversationId: Id;
  /** Who wrote it: nobody else's session ever sends it (F34). */
  personId: Id;
  /** A text's body; the words in anything else. */
  text: string;
  /** Absent: a text. */
  content?: Outgoing;
  /** A file that goes ahead. */
  upload?: PendingUpload;
  replyTo?: Id;
  internal: boolean;
  /** Not to be sent but kept until the customer writes, because the window is closed. */
  hold?: { sendsItself: boolean };
  createdAt: Instant;
  /** `sent`: by the worker; it only holds the place until a page has the server's message. */
  state: 'waiting' | 'refused' | 'sent';
  attempts: number;
  /** Not before this time. */
  nextAttemptAt: Instant;
  /** Who is sending it right now, and until when that is believed. */
  lease?: { owner: Id; until: Instant };
  /** Why the last attempt failed. */
  error?: { code: string; message: string };
}

export interface DraftRecord {
  personId: Id;
  conversationId: Id;
  text: string;
  savedAt: Instant;
}

/** A push that this device has been shown. */
export interface PushRecord {
  id: Id;
  conversationId?: Id;
  receivedAt: Instant;
}

/** "Open this chat", left behind by a tap on a notification. */
export interface IntentRecord {
  conversationId: Id;
  at: Instant;
}

export interface Schema {
  conversations: { key: Id; value: ConversationRecord };
  messages: { key: MessageKey; value: MessageRecord; indexes: { byId: Id } };
  threads: { key: Id; value: CoverageRecord };
  lists: { key: ListName; value: ListRecord };
  outbox: { key: number; value: OutboxRecord; indexes: { byClientKey: Id } };
  drafts: { key: [personId: Id, conversationId: Id]; value: DraftRecord };
  directory: { key: 'all'; value: Directory };
  meta: { key: keyof MetaValues; value: MetaValues[keyof MetaValues] };
  pushes: { key: Id; value: PushRecord; indexes: { byReceivedAt: Instant } };
  intents: { key: 'open'; value: IntentRecord };
}

export type StoreName = keyof Schema;
export type DeskTransaction<Names extends StoreName> = Transaction<Schema, Names>;

export const storeNames = [
  'conversations',
  'messages',
  'threads',
  'lists',
  'outbox',
  'drafts',
  'directory',
  'meta',
  'pushes',
  'intents',
] as const satisfies readonly StoreName[];

const currentVersion = 1;

/** A connection that comes back by itself when the browser or another version of the app takes it away. */
export class Database {
  readonly #name: string;
  #opening: Promise<IDBDatabase> | undefined;

  constructor(name = 'guiche') {
    this.#name = name;
  }

  async read<Names extends StoreName>(stores: readonly Names[]): Promise<Transaction<Schema, Names>> {
    return begin(await this.#open(), stores, 'readonly');
  }

  /** Relaxed durability suits what the server also knows; `strict` is for what only this device has. */
  async write<Names extends StoreName>(
    stores: readonly Names[],
    durability: 'relaxed' | 'strict' = 'relaxed',
  ): Promise<Transaction<Schema, Names>> {
    return begin(await this.#open(), stores, 'readwrite', durability);
  }

  async close(): Promise<void> {
    const opening = this.#opening;
    this.#opening = undefined;
    (await opening)?.close();
  }

  #open(): Promise<IDBDatabase> {
    this.#opening ??= openIndexedDb(this.#name, {
      version: currentVersion,
      upgrade: (database, from) => {
        if (from < 1) createStores(database);
      },
      // A newer version of the app, in another tab, waits for this connection to go.
      blocking: () => void this.close(),
      closed: () => {
        this.#opening = undefined;
      },
    }).catch((cause: unknown) => {
      this.#opening = undefined;
      throw cause;
    });
    return this.#opening;
  }
}

function createStores(database: IDBDatabase): void {
  database.createObjectStore('conversations', { keyPath: 'id' });
  const messages = database.createObjectStore('messages', { keyPath: ['conversationId', 'sentAt', 'id'] });
  messages.createIndex('byId', 'id', { unique: true });
  database.createObjectStore('threads', { keyPath: 'conversationId' });
  database.createObjectStore('lists', { keyPath: 'list' });
  const outbox = database.createObjectStore('outbox', { keyPath: 'position', autoIncrement: true });
  outbox.createIndex('byClientKey', 'clientKey', { unique: true });
  database.createObjectStore('drafts', { keyPath: ['personId', 'conversationId'] });
  database.createObjectStore('directory');
  database.createObjectStore('meta');
  const pushes = database.createObjectStore('pushes', { keyPath: 'id' });
  pushes.createIndex('byReceivedAt', 'receivedAt');
  database.createObjectStore('intents');
}
