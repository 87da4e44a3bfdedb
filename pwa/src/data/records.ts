/**
 * What the device keeps of the desk: one immutable record per thing, as it lies in IndexedDB and as views show it.
 * Times are milliseconds since the epoch, ids are UUIDs, and `version` grows with every change on the server.
 */

import type { FailureRecord, MediaKind, MessageContent } from './content';

export type * from './content';

export type Id = string;
/** Opaque position in the server's journal, or in a page of a connection. */
export type Cursor = string;
/** Milliseconds since the epoch, UTC. */
export type Instant = number;

export type ListName = 'MINE' | 'OPEN' | 'IN_SERVICE' | 'ALL';
export const listNames: readonly ListName[] = ['MINE', 'OPEN', 'IN_SERVICE', 'ALL'];

export type Role = 'ADMINISTRATOR' | 'SUPERVISOR' | 'AGENT';
export type Visibility = 'EVERYTHING' | 'DEPARTMENTS' | 'OWN';
export type Locale = 'PT_BR' | 'EN' | 'ES';
export type Theme = 'SYSTEM' | 'LIGHT' | 'DARK';

export interface PersonRecord {
  id: Id;
  name: string;
  email: string;
  role: Role;
  visibility: Visibility;
  departmentIds: readonly Id[];
  active: boolean;
}

export interface DepartmentRecord {
  id: Id;
  name: string;
}

export type ChannelPauseReason = 'TOKEN_REJECTED' | 'ACCOUNT_RESTRICTED' | 'BY_ADMINISTRATOR';

export interface ChannelRecord {
  id: Id;
  name: string;
  displayPhoneNumber?: string;
  /** The viewer may begin conversations on it; absent in what was kept before. */
  mayStart?: boolean;
  departmentId?: Id;
  /** Set while nothing can be sent on the channel. */
  paused?: { since: Instant; reason: ChannelPauseReason; failure?: FailureRecord };
}

/** People, departments, channels and custom fields by id. */
export interface Directory {
  people: ReadonlyMap<Id, PersonRecord>;
  departments: ReadonlyMap<Id, DepartmentRecord>;
  channels: ReadonlyMap<Id, ChannelRecord>;
  /** By name; absent in what was kept before. */
  fields?: ReadonlyMap<Id, CustomFieldRecord>;
}

export interface Preferences {
  locale: Locale;
  notifications: boolean;
  sound: boolean;
  /** Whether a recording is heard again and confirmed before it is sent; absent in what older versions kept. */
  confirmVoiceNotes?: boolean | undefined;
  theme: Theme;
}

export interface ViewerRecord {
  person: PersonRecord;
  preferences: Preferences;
}

/** One signed-in device of the viewer. */
export interface SessionRecord {
  id: Id;
  deviceId?: Id;
  label: string;
  createdAt: Instant;
  lastSeenAt: Instant;
  current: boolean;
  push: { subscribed: boolean; lastDeliveredAt?: Instant; lastFailure?: string };
}

export type AddressKind = 'WA_ID' | 'BSUID' | 'PARENT_BSUID' | 'USERNAME';

export interface ContactRecord {
  id: Id;
  /** What to call them: the edited name, else the profile name, else an address. */
  name: string;
  profileName?: string;
  editedName?: string;
  addresses: readonly { kind: AddressKind; value: string; display: string }[];
  /** Not told with lists; `version` is the conversation's when they were true. */
  details?: { version: number; values: readonly ContactValueRecord[] };
}

/** What a company wants to know of its customers beyond name and number. */
export interface CustomFieldRecord {
  id: Id;
  /** What is typed between braces. */
  key: string;
  name: string;
  kind: 'TEXT' | 'PICTURE';
}

/** What is known of a contact under a custom field. */
export interface ContactValueRecord {
  /** Another one after each change. */
  id: Id;
  fieldId: Id;
  text?: string;
  picture?: { url: string; mimeType: string; width?: number; height?: number };
}

export interface ConversationRecord {
  id: Id;
  contact: ContactRecord;
  channelId: Id;
  /** The open ticket; absent when the conversation is closed. */
  ticket?: { id: Id; protocol: string; openedAt: Instant };
  departmentId?: Id;
  agentId?: Id;
  /** Name at the time of loading, for people and departments that the directory no longer lists. */
  departmentName?: string;
  agentName?: string;
  /** End of the customer service window; absent when it was never opened. */
  windowExpiresAt?: Instant;
  unreadCount: number;
  firstUnreadMessageId?: Id;
  /** Time of the first unanswered message (L-050). */
  waitingSince?: Instant;
  lastActivityAt: Instant;
  /** Replies that did not get through, and that nobody has decided about (Z-10). */
  undeliveredCount?: number;
  /** Since when somebody answers in the WhatsApp Business app on the same number (echo mode, L-102). */
  echoSince?: Instant;
  /** Replies that wait for the customer to write, in the order of writing. */
  heldReplies?: readonly HeldReplyRecord[];
  lastMessage?: MessageRecord;
  version: number;
}

/** A reply that waits for the customer to write, because the window is closed. */
export interface HeldReplyRecord {
  id: Id;
  authorId?: Id;
  authorName?: string;
  text: string;
  replyToId?: Id;
  /** It leaves by itself when the customer writes; else somebody has to tap. */
  sendsItself: boolean;
  createdAt: Instant;
  /** The message that it becomes bears the same. */
  clientKey: Id;
}

export type Direction = 'INBOUND' | 'OUTBOUND' | 'INTERNAL' | 'SYSTEM';
export type MessageOrigin = 'CUSTOMER' | 'DESK' | 'PHONE_APP' | 'HISTORY' | 'API' | 'AUTOMATION';

export interface MessageRecord {
  /** The server's id; for a message that is still only on this device, its `clientKey`. */
  id: Id;
  conversationId: Id;
  direction: Direction;
  authorId?: Id;
  /** Name at the time of loading, for authors that the directory no longer lists. */
  authorName?: string;
  origin: MessageOrigin;
  /** Together with `id` the order of the thread. */
  sentAt: Instant;
  receivedAt: Instant;
  content: MessageContent;
  /** Plain preview: text body or caption. */
  text?: string;
  /** Outbound messages only. */
  delivery?: DeliveryRecord;
  replyTo?: QuoteRecord;
  reactions: readonly ReactionRecord[];
  forwarded: boolean;
  editedAt?: Instant;
  revokedAt?: Instant;
  /** The idempotency key that its author's device made: stable from the optimistic row to the server's message. */
  clientKey?: Id;
  version: number;
  /** Present only while the message waits in this device's outbox. */
  local?: LocalState;
}

/**
 * `waiting`: will be sent, or sent again, by itself; `sending`: a request is on its way; `refused`: the server said no
 * for good and the agent decides (retry or discard). `error` tells why, also for a `waiting` one that failed before.
 */
export interface LocalState {
  state: 'waiting' | 'sending' | 'refused';
  error?: { code: string; message: string };
  createdAt: Instant;
  /** It is to be kept until the customer writes, not sent. */
  held?: boolean;
}

export interface QuoteRecord {
  wamid: string;
  /** Absent: the original is not available. */
  message?: QuotedMessageRecord;
}

/** Where a message stands: enough to page back to it. */
export type MessagePlace = Pick<MessageRecord, 'conversationId' | 'sentAt' | 'id'>;

/** As much of the quoted message as a quote shows. */
export interface QuotedMessageRecord {
  id: Id;
  direction: Direction;
  authorId?: Id;
  authorName?: string;
  sentAt: Instant;
  text?: string;
  contentType: MessageContent['__typename'];
  mediaKind?: MediaKind;
  voice?: boolean;
  revokedAt?: Instant;
}

export interface ReactionRecord {
  emoji: string;
  byCustomer: boolean;
  personId?: Id;
  personName?: string;
  at: Instant;
  /** How far it has come; absent for those made on somebody's phone. */
  state?: ReactionState;
  /** Why the customer does not see it. */
  failure?: FailureRecord;
}

/** A reaction as its author means it, as long as the server has not taken it. */
export interface ReactionWish {
  id: Id;
  personId: Id;
  conversationId: Id;
  messageId: Id;
  /** Null: the business's reaction is to go. */
  emoji: string | null;
  at: Instant;
  /** The server's reason against it. */
  refused?: { code: string; message: string };
}

/** A stored answer, inserted with a slash. */
export interface QuickReplyRecord {
  id: Id;
  /** What is typed after the slash. */
  shortName: string;
  /** With mark-up and placeholders. */
  text: string;
  /** The department that shares it; with neither this nor `own`, everybody does. */
  departmentId?: Id;
  own: boolean;
  editable: boolean;
}

export type ReactionState = 'WAITING' | 'SENT' | 'FAILED';

export type DeliveryState =
  | 'QUEUED'
  | 'SENDING'
  | 'UNKNOWN'
  | 'ACCEPTED'
  | 'SENT'
  | 'DELIVERED'
  | 'READ'
  | 'PLAYED'
  | 'FAILED'
  | 'DISCARDED';

export interface DeliveryRecord {
  state: DeliveryState;
  queuedAt: Instant;
  sentAt?: Instant;
  deliveredAt?: Instant;
  readAt?: Instant;
  playedAt?: Instant;
  failedAt?: Instant;
  failure?: FailureRecord;
  /** A retry is planned for this time. */
  nextAttemptAt?: Instant;
  /** WhatsApp holds the template back since then. */
  heldAt?: Instant;
  attempts: number;
}
