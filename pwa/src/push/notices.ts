/** Notifications that are shown, and the number on the icon: tidied by pages and worker alike. */

import type { NotificationData } from './payload';

export async function closeNotifications(
  registration: ServiceWorkerRegistration | undefined,
  which: (data: NotificationData) => boolean,
): Promise<void> {
  for (const notification of (await registration?.getNotifications()) ?? []) {
    if (which((notification.data ?? {}) as NotificationData)) notification.close();
  }
}

/** Where the system has no number on icons, the title of the page shows it: that is the shell's. */
export async function showBadge(count: number): Promise<void> {
  if (!('setAppBadge' in navigator)) return;
  // Refused where the app is not installed: nothing to show it on.
  await (count > 0 ? navigator.setAppBadge(count) : navigator.clearAppBadge()).catch(() => undefined);
}
