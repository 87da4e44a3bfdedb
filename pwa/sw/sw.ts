/** The service worker: which event goes where. What happens there is in the files beside. */

import { deliverOutbox } from '../src/data/delivery';
import { unattendedCarrier } from '../src/data/unattended-carrier';
import { onClick, type Click } from './click';
import { Precache, type ManifestEntry } from './precache';
import { onPush } from './push';
import { syncTag } from './reply';
import { onSubscriptionChange } from './resubscribe';
import { workerSurroundings } from './surroundings';

declare const self: ServiceWorkerGlobalScope & { readonly __WB_MANIFEST: readonly ManifestEntry[] };

const precache = new Precache(self.__WB_MANIFEST, self.location.origin);
const surroundings = workerSurroundings();

self.addEventListener('install', (event) => event.waitUntil(precache.install()));

self.addEventListener('activate', (event) =>
  event.waitUntil(precache.activate().then(() => self.clients.claim())),
);

self.addEventListener('fetch', (event) => {
  const answer = precache.answer(event.request);
  if (answer) event.respondWith(answer);
});

// A new version takes over when the page says so: never in the middle of something.
self.addEventListener('message', (event: ExtendableMessageEvent) => {
  const { type } = (event.data ?? {}) as { type?: unknown };
  if (type === 'SKIP_WAITING') event.waitUntil(self.skipWaiting());
});

self.addEventListener('push', (event) => event.waitUntil(onPush(surroundings, event.data?.text())));

self.addEventListener('notificationclick', (event) =>
  event.waitUntil(onClick(surroundings, event as NotificationEvent & Click)),
);

self.addEventListener('pushsubscriptionchange', (event) =>
  (event as ExtendableEvent).waitUntil(onSubscriptionChange(surroundings)),
);

// Chromium's background sync: the network is back and no page may be open. A failure makes the browser try again.
self.addEventListener('sync' as 'message', (event) => {
  const { tag } = event as ExtendableEvent & { tag?: string };
  if (tag === syncTag) event.waitUntil(deliverOutbox(surroundings, unattendedCarrier));
});
