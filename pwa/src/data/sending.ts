/** Sending from where no view waits for the result: the worker, on behalf of a notification. */

import { deliverOutbox } from './delivery';
import { readMeta } from './meta';
import { enqueue } from './outbox';
import type { Id } from './records';
import type { Surroundings } from './surroundings';
import { unattendedCarrier } from './unattended-carrier';

/** `waiting`: durable here, not yet with the server; `refused`: the server said no, or nobody has ever signed in. */
export async function sendNow(
  surroundings: Surroundings,
  message: { conversationId: Id; text: string },
): Promise<'sent' | 'waiting' | 'refused'> {
  const { database, now, tabs, uuid } = surroundings;
  const reading = await database.read(['meta']);
  const [viewer, owner] = await Promise.all([readMeta(reading, 'viewer'), readMeta(reading, 'owner')]);
  // After an ended session the message waits, under the name of whom the notification was for.
  const personId = viewer?.person.id ?? owner?.id;
  if (!personId) return 'refused';
  const clientKey = uuid();
  await enqueue(database, { ...message, clientKey, personId }, now());
  tabs.changed({ outbox: true });
  // It is safe by now: whatever stops this attempt, another follows.
  await deliverOutbox(surroundings, unattendedCarrier).catch(() => undefined);
  const outbox = (await database.read(['outbox'])).objectStore('outbox');
  return (await outbox.index('byClientKey').get(clientKey))?.state ?? 'sent';
}
