/** From a push to what the system shows: pure, so that its rules are a table in a test. */

import { known } from '../data/known';
import { tagOf, type NotificationData, type PushMessage } from './payload';
import type { Shown } from './shown';

/** Not in the DOM's types yet. */
export type RichNotification = NotificationOptions & {
  renotify?: boolean;
  timestamp?: number;
  actions?: readonly { action: string; title: string; type?: 'button' | 'text'; placeholder?: string }[];
};

export interface NotificationTexts {
  /** When a push says nothing that can be shown. */
  news: string;
  reply: string;
  replyPlaceholder: string;
  markRead: string;
}

export interface Circumstances {
  shown: Shown;
  /** A visible page shows the chat. */
  onScreen: boolean;
  now: number;
  texts: NotificationTexts;
}

export function notificationFrom(
  message: PushMessage,
  { shown, onScreen, now, texts }: Circumstances,
): RichNotification {
  const { conversationId } = message;
  const options = {
    body: message.body ?? texts.news,
    lang: message.lang,
    icon: '/icons/icon-192.png',
    badge: '/icons/badge-96.png',
    data: notificationData(message),
    timestamp: now,
    silent: onScreen || undefined,
  };
  // What is about no chat has no actions; `renotify` without a tag would be refused.
  if (!conversationId) return known<RichNotification>({ ...options, tag: 'guiche' });
  return known<RichNotification>({
    ...options,
    tag: tagOf(conversationId),
    renotify: !onScreen && !shown.repeated && !shown.rang,
    actions: [
      { action: 'reply', type: 'text', title: texts.reply, placeholder: texts.replyPlaceholder },
      { action: 'read', title: texts.markRead },
    ],
  });
}

export function notificationData({ id, conversationId, messageId, sequence }: PushMessage): NotificationData {
  return known<NotificationData>({ pushId: id, conversationId, messageId, sequence });
}

/** Whether a notification tells of what the push says was read elsewhere. */
export function isReadElsewhere(
  { read }: PushMessage,
  { conversationId, sequence }: NotificationData,
): boolean {
  const upTo = conversationId === undefined ? undefined : read.get(conversationId);
  return upTo !== undefined && (sequence ?? 0) <= upTo;
}
