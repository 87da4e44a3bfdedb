/** Which pushes this device has shown: kept in the store, as a worker forgets everything when it is stopped. */

import type { Surroundings } from '../data/surroundings';
import type { PushMessage } from './payload';

export const remembered = 200;
/** A chat that rang this recently does not ring again. */
const quietFor = 10_000;

export interface Shown {
  /** The same push came before. */
  repeated: boolean;
  /** The chat has just rung. */
  rang: boolean;
}

export const nothingShown: Shown = { repeated: false, rang: false };

/** Notes the push, and tells what was shown before it. */
export async function note({ database, now }: Surroundings, message: PushMessage): Promise<Shown> {
  const { id, conversationId } = message;
  if (!id) return nothingShown;
  const transaction = await database.write(['pushes']);
  const store = transaction.objectStore('pushes');
  const all = await store.index('byReceivedAt').getAll();
  const shown = {
    repeated: all.some((push) => push.id === id),
    rang: all.some(
      (push) =>
        conversationId !== undefined &&
        push.conversationId === conversationId &&
        now() - push.receivedAt < quietFor,
    ),
  };
  if (!shown.repeated) {
    await store.put({ id, receivedAt: now(), ...(conversationId ? { conversationId } : {}) });
    await Promise.all(
      all.slice(0, Math.max(0, all.length + 1 - remembered)).map((push) => store.delete(push.id)),
    );
  }
  await transaction.done;
  return shown;
}
