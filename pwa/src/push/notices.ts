/** Notifications and the number on the icon, as the page tidies them up. */

import type { PushPlatform } from './platform';
import type { NotificationData } from './payload';

/** Closes the notifications of conversations that have been read, here or elsewhere. */
export async function closeReadNotifications(
  platform: PushPlatform,
  isUnread: (conversationId: string) => boolean,
): Promise<void> {
  if (platform.support() !== 'supported' || platform.permission() !== 'granted') return;
  const registration = await platform.registration();
  for (const notification of (await registration?.getNotifications()) ?? []) {
    const { conversationId } = (notification.data ?? {}) as NotificationData;
    if (conversationId && !isUnread(conversationId)) notification.close();
  }
}

/** Where the system has no number on icons, the title of the page shows it: that is the shell's. */
export function showBadge(count: number): void {
  if (!('setAppBadge' in navigator)) return;
  const shown = count > 0 ? navigator.setAppBadge(count) : navigator.clearAppBadge();
  // Refused where the app is not installed: nothing to show it on.
  shown.catch(() => undefined);
}
