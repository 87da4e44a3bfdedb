/**
 * A push becomes a notification, always: browsers punish silence (Chromium shows a generic one, Firefox has a quota, iOS
 * takes the subscription away). Nothing that may fail or wait for a network stands before it.
 */

import type { Surroundings } from '../src/data/surroundings';
import { closeNotifications, showBadge } from '../src/push/notices';
import { isReadElsewhere, notificationData, notificationFrom } from '../src/push/notification';
import { pushMessageFrom, type WorkerMessage } from '../src/push/payload';
import { note, nothingShown } from '../src/push/shown';
import { guessedLocale, preferredLocale, quickly } from './surroundings';
import { textsIn } from './texts';

declare const self: ServiceWorkerGlobalScope;

const pageAnswers = 150;
const glance = 1_000;

export async function onPush(surroundings: Surroundings, payload: string | undefined): Promise<void> {
  const message = pushMessageFrom(payload);
  const { conversationId, title = 'Guichê' } = message;
  const guessed = guessedLocale(message.lang);
  const [shown, onScreen, locale] = await Promise.all([
    quickly(note(surroundings, message), nothingShown),
    quickly(isOnScreen(conversationId), false, pageAnswers),
    quickly(preferredLocale(surroundings, guessed), guessed),
  ]);
  const texts = textsIn(locale);
  const options = notificationFrom(message, { shown, onScreen, now: surroundings.now(), texts });
  await self.registration.showNotification(title, options).catch(() =>
    // Some browsers refuse an option of the above; none refuses this.
    self.registration.showNotification(title, {
      body: options.body ?? texts.news,
      data: notificationData(message),
    }),
  );
  await Promise.allSettled([
    closeNotifications(self.registration, (data) => isReadElsewhere(message, data)),
    message.badge === undefined ? undefined : showBadge(message.badge),
    onScreen ? closeAtAGlance(conversationId) : undefined,
  ]);
}

/**
 * Asks the visible pages whether the chat is on the screen: the server has thought of that already and this is for the
 * moment in between. Never on Apple's engine, where suspended pages call themselves visible.
 */
async function isOnScreen(conversationId: string | undefined): Promise<boolean> {
  if (!conversationId || /AppleWebKit\/(?!.*Chrom(e|ium))/.test(navigator.userAgent)) return false;
  const answers = (await visiblePages()).map(
    (page) =>
      new Promise<boolean>((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data }) => resolve(data === true);
        page.postMessage({ kind: 'showing?', conversationId } satisfies WorkerMessage, [port2]);
      }),
  );
  return (await Promise.all(answers)).includes(true);
}

async function visiblePages(): Promise<readonly WindowClient[]> {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  return pages.filter(({ visibilityState }) => visibilityState === 'visible');
}

/** Allowed only while a page is visible: otherwise it would count as silence. */
async function closeAtAGlance(conversationId: string | undefined): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, glance));
  if ((await visiblePages()).length === 0) return;
  await closeNotifications(self.registration, (data) => data.conversationId === conversationId);
}
