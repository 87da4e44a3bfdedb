/**
 * What a push says. One JSON that is both a Declarative Web Push message (`web_push: 8030`), which the system can show
 * by itself, and ours: the part `x` is for the worker. Read leniently: whatever arrives, something can be shown.
 */

import { known } from '../data/known';

export interface PushMessage {
  /** Id of the push: the same for a repeat. */
  id?: string;
  conversationId?: string;
  messageId?: string;
  title?: string;
  body?: string;
  lang?: string;
  /** Unread conversations of the person, for the app's icon. */
  badge?: number;
  /** Conversations that were read elsewhere: their notifications go. By id, up to which journal position. */
  read: ReadonlyMap<string, number>;
  /** Position of this push's message in the same counting. */
  sequence?: number;
}

type Fields = Record<string, unknown>;

/** Undefined fields where the payload has none; never throws. */
export function pushMessageFrom(payload: string | undefined): PushMessage {
  const outer = fields(parsed(payload));
  const notification = fields(outer['notification']);
  const own = fields(outer['x']);
  return known<PushMessage>({
    id: text(own['p']),
    conversationId: text(own['c']),
    messageId: text(own['m']),
    title: text(notification['title']),
    body: text(notification['body']),
    lang: text(notification['lang']),
    badge: count(own['badge']) ?? count(outer['app_badge']) ?? count(notification['app_badge']),
    read: readMarks(own['read']),
    sequence: count(own['seq']),
  });
}

function parsed(payload: string | undefined): unknown {
  try {
    return payload ? JSON.parse(payload) : undefined;
  } catch {
    return undefined;
  }
}

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Declarative Web Push allows the badge as digits, too. */
function count(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

function readMarks(value: unknown): ReadonlyMap<string, number> {
  const marks = Array.isArray(value)
    ? value.map((id) => [id, Number.MAX_SAFE_INTEGER] as const)
    : Object.entries(fields(value)).map(([id, sequence]) => [id, count(sequence)] as const);
  return new Map(
    marks.filter(
      (mark): mark is readonly [string, number] => typeof mark[0] === 'string' && mark[1] !== undefined,
    ),
  );
}

/** What a shown notification remembers. */
export interface NotificationData {
  conversationId?: string;
  messageId?: string;
  pushId?: string;
  sequence?: number;
}

export function tagOf(conversationId: string): string {
  return `c:${conversationId}`;
}

/** Between worker and pages, over `postMessage`. */
export type WorkerMessage =
  /** Worker to page: a notification was tapped. */
  | { kind: 'open'; conversationId: string }
  /** Worker to page, with a port to answer on: is this chat on the screen right now? */
  | { kind: 'showing?'; conversationId: string }
  /** Worker to page: the browser replaced the push subscription. */
  | { kind: 'resubscribed' };
