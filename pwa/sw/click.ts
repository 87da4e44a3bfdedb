/** A tap on a notification, or on one of its actions. */

import { markReadUnattended } from '../src/net/documents/unattended';
import { leaveOpenRequest } from '../src/data/open-requests';
import type { Surroundings } from '../src/data/surroundings';
import type { NotificationData, WorkerMessage } from '../src/push/payload';
import { onReply } from './reply';
import { quickly } from './surroundings';

declare const self: ServiceWorkerGlobalScope;

export interface Click {
  action: string;
  /** What the person typed into the notification; on Linux it comes with an empty `action`. */
  reply?: string | null;
  notification: Pick<Notification, 'close' | 'data' | 'title'>;
}

export async function onClick(
  surroundings: Surroundings,
  { action, reply, notification }: Click,
): Promise<void> {
  notification.close();
  const data = (notification.data ?? {}) as NotificationData;
  const { conversationId } = data;
  if (!conversationId) return open(undefined, '/');
  const text = reply?.trim();
  if (text)
    return onReply(surroundings, { data: { ...data, conversationId }, text, title: notification.title });
  if (action === 'read') return markRead(surroundings, data);
  // In the store before anything else: neither a dying worker nor a page that is still starting loses the tap.
  await quickly(leaveOpenRequest(surroundings, conversationId), undefined);
  const push = data.pushId ? `?p=${encodeURIComponent(data.pushId)}` : '';
  await open(conversationId, `/c/${encodeURIComponent(conversationId)}${push}`);
}

async function open(conversationId: string | undefined, url: string): Promise<void> {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const page =
    pages.find(({ focused }) => focused) ??
    pages.find(({ visibilityState }) => visibilityState === 'visible') ??
    pages[0];
  if (!page) {
    await self.clients.openWindow(url);
    return;
  }
  // Not `navigate`: Chromium reloads the page for it.
  if (conversationId) page.postMessage({ kind: 'open', conversationId } satisfies WorkerMessage);
  try {
    await page.focus();
  } catch {
    // Seen on Android for pages that are being thrown away: a fresh one reads the intent.
    await self.clients.openWindow(url);
  }
}

/** Without a network the chat stays unread, as it would anywhere else. */
export async function markRead(
  { request }: Surroundings,
  { conversationId, messageId }: NotificationData,
): Promise<void> {
  if (!conversationId || !messageId) return;
  await request(markReadUnattended, { input: { conversationId, upTo: messageId } }).catch(() => undefined);
}
