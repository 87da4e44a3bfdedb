/** What leaves the device when a session ends (ASVS 14.3.1). */

import type { Database } from './database';
import { readMeta, writeMeta } from './meta';
import type { Id } from './records';

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
 * A person's session has ended: records go, but what they wrote or chose and nobody has received stays, under their name,
 * until they sign in again (F34). False, and nothing done, when somebody else is signed in by now.
 */
export async function removeRecords(database: Database, personId: Id): Promise<boolean> {
  const transaction = await database.write([...recordStores, 'meta']);
  const [deviceId, owner, viewer, choices, reactions] = await Promise.all([
    readMeta(transaction, 'deviceId'),
    readMeta(transaction, 'owner'),
    readMeta(transaction, 'viewer'),
    readMeta(transaction, 'choices'),
    readMeta(transaction, 'reactions'),
  ]);
  if (viewer && viewer.person.id !== personId) return false;
  await Promise.all([...recordStores, 'meta' as const].map((name) => transaction.objectStore(name).clear()));
  await writeMeta(transaction, 'deviceId', deviceId);
  await writeMeta(transaction, 'owner', owner);
  await writeMeta(transaction, 'choices', choices);
  await writeMeta(transaction, 'reactions', reactions);
  await transaction.done;
  return true;
}

/**
 * The person signed out: everything of theirs goes, unsent messages and drafts included, and the device becomes a new
 * one. What others left unsent here is theirs and stays.
 */
export async function removeEverythingOf(database: Database, personId: Id): Promise<void> {
  const transaction = await database.write([...recordStores, 'meta', 'outbox', 'drafts']);
  const [choices = {}, reactions = []] = await Promise.all([
    readMeta(transaction, 'choices'),
    readMeta(transaction, 'reactions'),
  ]);
  await Promise.all([...recordStores, 'meta' as const].map((name) => transaction.objectStore(name).clear()));
  const others = Object.entries(choices).filter(([id]) => id !== personId);
  await writeMeta(transaction, 'choices', Object.fromEntries(others));
  const theirs = reactions.filter((wish) => wish.personId !== personId);
  await writeMeta(transaction, 'reactions', theirs);
  const outbox = transaction.objectStore('outbox');
  for (const entry of await outbox.getAll()) {
    if (entry.personId === personId && entry.position !== undefined) await outbox.delete(entry.position);
  }
  // An array sorts after every string: all drafts of the person, and no others.
  await transaction.objectStore('drafts').delete(IDBKeyRange.bound([personId], [personId, []]));
  await transaction.done;
}
