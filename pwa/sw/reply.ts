/** An answer typed into a notification: it goes the way of every message, through the outbox, and is never lost. */

import { sendNow } from '../src/data/sending';
import type { Surroundings } from '../src/data/surroundings';
import { tagOf, type NotificationData } from '../src/push/payload';
import { markRead } from './click';
import { guessedLocale, preferredLocale, quickly } from './surroundings';
import { textsIn } from './texts';

declare const self: ServiceWorkerGlobalScope;

export const syncTag = 'outbox';

export async function onReply(
  surroundings: Surroundings,
  { data, text, title }: { data: NotificationData & { conversationId: string }; text: string; title: string },
): Promise<void> {
  const { conversationId } = data;
  const state = await sendNow(surroundings, { conversationId, text }).catch(() => 'refused' as const);
  if (state === 'sent') return markRead(surroundings, data);
  if (state === 'waiting') await askForSync();
  const guessed = guessedLocale();
  const texts = textsIn(await quickly(preferredLocale(surroundings, guessed), guessed));
  await self.registration.showNotification(title, {
    body: state === 'waiting' ? texts.notYetSent(text) : texts.notSent(text),
    tag: tagOf(conversationId),
    icon: '/icons/icon-192.png',
    data,
  });
}

/** Chromium wakes the worker when the network is back; elsewhere the next opened page delivers. */
async function askForSync(): Promise<void> {
  const { sync } = self.registration as ServiceWorkerRegistration & {
    sync?: { register(tag: string): Promise<void> };
  };
  await sync?.register(syncTag).catch(() => undefined);
}
