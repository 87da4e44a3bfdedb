/** Single facts about this device and its person. */

import type {
  ConversationRecord,
  Cursor,
  Id,
  Preferences,
  QuickReplyRecord,
  ReactionWish,
  ViewerRecord,
} from './records';
import type { TemplateList } from './templates/records';

export interface MetaValues {
  /** Names this installation: its socket, its push subscription. Made on first use. */
  deviceId: Id;
  /** Who is signed in. Absent while nobody is, and *before* the cookie may change: then nothing is sent. */
  viewer: ViewerRecord;
  /** What people have chosen here and the server has not taken yet. */
  choices: Readonly<Record<Id, Partial<Preferences>>>;
  /** Somebody signed out without a network: the server has still to be told, before its cookie may count again. */
  leaving: boolean;
  /** Reactions on their way to the server, the oldest first. */
  reactions: readonly ReactionWish[];
  /** Whose records lie here; still known after their session ended. */
  owner: { id: Id; email: string };
  /** Up to where the journal has been applied. Absent: the records do not count, everything is to be loaded. */
  cursor: Cursor;
  /** The directory changed on the server and has not been loaded since. */
  directoryStale: boolean;
  /** The newest conversations in one record, for the first paint. */
  snapshot: readonly ConversationRecord[];
  /** The stored answers of the person, as last loaded. */
  quickReplies: readonly QuickReplyRecord[];
  /** Fencing token of the tab that may apply events. */
  holder: Id;
  /** The templates of each number, as last loaded. */
  templates: Readonly<Record<Id, TemplateList>>;
  /** The person turned notifications off on this device. */
  pushDeclined: boolean;
}

type Key = keyof MetaValues;

/** Any transaction that has the store, whatever others it has. */
interface Readable {
  objectStore(name: 'meta'): { get(key: Key): Promise<unknown> };
}
interface Writable {
  objectStore(name: 'meta'): {
    put(value: MetaValues[Key], key: Key): Promise<unknown>;
    delete(key: Key): Promise<void>;
  };
}

export async function readMeta<K extends Key>(
  transaction: Readable,
  key: K,
): Promise<MetaValues[K] | undefined> {
  return (await transaction.objectStore('meta').get(key)) as MetaValues[K] | undefined;
}

export async function writeMeta<K extends Key>(
  transaction: Writable,
  key: K,
  value: MetaValues[K] | undefined,
): Promise<void> {
  const store = transaction.objectStore('meta');
  await (value === undefined ? store.delete(key) : store.put(value, key));
}
