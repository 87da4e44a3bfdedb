/** The browser replaced or dropped the push subscription. */

import { readMeta } from '../src/data/meta';
import type { Surroundings } from '../src/data/surroundings';
import type { WorkerMessage } from '../src/push/payload';
import { subscribeAndRegister } from '../src/push/registration';

declare const self: ServiceWorkerGlobalScope;

/** Firefox gives no new subscription with the event, so one is made; what fails here the next start of the app mends. */
export async function onSubscriptionChange({ database, request }: Surroundings): Promise<void> {
  const reading = await database.read(['meta']);
  const [viewer, deviceId, declined] = await Promise.all([
    readMeta(reading, 'viewer'),
    readMeta(reading, 'deviceId'),
    readMeta(reading, 'pushDeclined'),
  ]);
  if (!viewer || !deviceId || declined) return;
  const { locale } = viewer.preferences;
  await subscribeAndRegister(self.registration.pushManager, request, { deviceId, locale }).catch(
    () => undefined,
  );
  for (const client of await self.clients.matchAll({ type: 'window', includeUncontrolled: true })) {
    client.postMessage({ kind: 'resubscribed' } satisfies WorkerMessage);
  }
}
