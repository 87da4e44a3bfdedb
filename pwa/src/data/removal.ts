/** What leaves the device when a session ends (ASVS 14.3.1). */

import type { Database } from './database';
import { readMeta, writeMeta } from './meta';

const recordStores = [
  'conversations',
  'messages',
  'threads',
  'lists',
  'directory',
  'pushes',
  'intents',
] as const;

/**
 * The server ended the session: records go, but what its person wrote and nobody has received stays, under their name,
 * until they sign in again (F34). Returns whose it was.
 */
export async function removeRecords(database: Database): Promise<void> {
  const transaction = await database.write([...recordStores, 'meta']);
  const deviceId = await readMeta(transaction, 'deviceId');
  const owner = await readMeta(transaction, 'owner');
  await Promise.all(recordStores.map((name) => transaction.objectStore(name).clear()));
  await transaction.objectStore('meta').clear();
  await writeMeta(transaction, 'deviceId', deviceId);
  await writeMeta(transaction, 'owner', owner);
  await transaction.done;
}

/**
 * The person signed out: everything of theirs goes, unsent messages and drafts included, and the device becomes a new
 * one. What others left unsent here is theirs and stays.
 */
export async function removeEverythingOf(database: Database, personId: string): Promise<void> {
  const transaction = await database.write([...recordStores, 'meta', 'outbox', 'drafts']);
  await Promise.all([...recordStores, 'meta' as const].map((name) => transaction.objectStore(name).clear()));
  const outbox = transaction.objectStore('outbox');
  for (const entry of await outbox.getAll()) {
    if (entry.personId === personId && entry.position !== undefined) await outbox.delete(entry.position);
  }
  // An array sorts after every string: all drafts of the person, and no others.
  await transaction.objectStore('drafts').delete(IDBKeyRange.bound([personId], [personId, []]));
  await transaction.done;
}
