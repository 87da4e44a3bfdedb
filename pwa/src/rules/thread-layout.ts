/** How a run of messages becomes a thread: gathered by day, by author, and cut by the unread divider. */

import type { Id, MessageRecord } from '../data';
import { startOfDay } from '../i18n/dates';

export interface ThreadMessage {
  kind: 'message';
  key: Id;
  message: MessageRecord;
  /** First of a run by the same author: bears the name and the tail. */
  leads: boolean;
}

export interface UnreadDivider {
  kind: 'unread';
  key: 'unread';
  count: number;
}

export interface ThreadDay {
  /** Midnight of the day, which is also its key. */
  day: number;
  items: (ThreadMessage | UnreadDivider)[];
}

const RUN_GAP = 5 * 60_000;

export function layThread(messages: readonly MessageRecord[], firstUnreadId?: Id): ThreadDay[] {
  const days: ThreadDay[] = [];
  let previous: MessageRecord | undefined;
  messages.forEach((message, index) => {
    const day = startOfDay(message.sentAt);
    let current = days.at(-1);
    if (current?.day !== day) days.push((current = { day, items: [] }));
    const divided = message.id === firstUnreadId;
    if (divided) current.items.push({ kind: 'unread', key: 'unread', count: inboundFrom(messages, index) });
    const leads = divided || current.items.length === 0 || !continues(previous, message);
    current.items.push({ kind: 'message', key: messageKey(message), message, leads });
    previous = message;
  });
  return days;
}

/** Stable from the optimistic row to the server's message, so that nothing is redrawn when it arrives. */
export function messageKey(message: MessageRecord): Id {
  return message.clientKey ?? message.id;
}

function inboundFrom(messages: readonly MessageRecord[], index: number): number {
  return messages.slice(index).filter(({ direction }) => direction === 'INBOUND').length;
}

function continues(previous: MessageRecord | undefined, message: MessageRecord): boolean {
  return (
    previous !== undefined &&
    previous.direction === message.direction &&
    previous.authorId === message.authorId &&
    previous.origin === message.origin &&
    message.direction !== 'SYSTEM' &&
    message.sentAt - previous.sentAt < RUN_GAP
  );
}
