/** The desk as a screen sees it: what can be watched and what can be done. */

import type { CustomFields } from './custom-fields';
import type { Expressions } from './expressions';
import type { LibraryItem } from './library';
import type { Observable } from './observable';
import type { Outgoing, PendingUpload } from './outgoing';
import type {
  ConversationRecord,
  Directory,
  HeldReplyRecord,
  Id,
  Instant,
  ListName,
  MessagePlace,
  MessageRecord,
  PersonRecord,
  Preferences,
  ReactionWish,
  SessionRecord,
  ViewerRecord,
} from './records';
import type { Templates } from './templates/templates';

/**
 * `unknown` only until the device's store has been read (and, on a device that nobody has used, the server asked).
 * `ended`: the server no longer accepts the session; unsent messages of `email` wait until they sign in again (F34).
 */
export type SessionState =
  | { kind: 'unknown' }
  | { kind: 'signedOut'; reason: 'nobody' | 'ended' | 'left'; email?: string }
  | { kind: 'signedIn'; viewer: ViewerRecord };

/** `connecting` turns into `offline` when the line has been down for some seconds. */
export type ConnectionState = 'connecting' | 'live' | 'offline';

export interface InboxView {
  /** Newest activity first. */
  rows: readonly ConversationRecord[];
  /** The server has no further rows: `loadMore` would do nothing. */
  complete: boolean;
  /** A page is being loaded. */
  loading: boolean;
}

export interface ConversationView {
  /** Absent while unknown, or when the viewer may not see it. */
  conversation?: ConversationRecord;
  /** Chronological; this device's unsent messages stand at the end, with `local` set. */
  messages: readonly MessageRecord[];
  hasOlder: boolean;
  /** A page is being loaded. */
  loading: boolean;
  /** Where the unread divider stands: fixed from opening until the chat is left, though it is marked read meanwhile. */
  firstUnreadId?: Id;
  /** The server was asked and does not show this conversation to the viewer. */
  missing: boolean;
}

/** What became of a command. Expected refusals are data; `code` is the server's, or `OFFLINE`, or `UNEXPECTED`. */
export type Outcome = { ok: true } | Refusal;

export interface Refusal {
  ok: false;
  code: OutcomeCode;
  message: string;
  field?: string;
  person?: { id: Id; name: string };
}

export type OutcomeCode =
  | 'NOT_FOUND'
  | 'FORBIDDEN'
  | 'INVALID_INPUT'
  | 'WINDOW_CLOSED'
  | 'ALREADY_CLAIMED'
  | 'ALREADY_CLOSED'
  | 'CONFLICT'
  | 'CHANNEL_PAUSED'
  | 'RATE_LIMITED'
  | 'INVALID_CREDENTIALS'
  | 'STORAGE_FULL'
  | 'TEMPLATE_NOT_SENDABLE'
  | 'TEMPLATE_VALUE'
  | 'CONTACT_EXISTS'
  | 'IN_SERVICE'
  | 'UNAUTHENTICATED'
  | 'OFFLINE'
  | 'UNEXPECTED'
  | 'NOTIFICATIONS_DENIED'
  | 'NOTIFICATIONS_UNSUPPORTED'
  | 'NOTIFICATIONS_FAILED';

/**
 * `unsupported`: this browser has no push, or (iOS) the app is not installed; `ask`: may be enabled by a tap; `denied`:
 * only the browser's settings can change it; `failed`: allowed, but the subscription could not be made or registered.
 */
export type PushState =
  | { kind: 'unknown' }
  | { kind: 'unsupported'; installFirst: boolean }
  | { kind: 'ask' }
  | { kind: 'denied' }
  | { kind: 'off' }
  | { kind: 'on' }
  | { kind: 'failed'; reason: PushFailure };

export type PushFailure = 'PUSH_SERVICE' | 'SERVER_KEY' | 'NETWORK' | 'WORKER' | 'OTHER';

/** One per page; made by `openDesk()`. */
export interface Desk {
  readonly session: Observable<SessionState>;
  signIn(email: string, password: string): Promise<Outcome>;
  /** Also wipes the device: records, caches, push subscription (ASVS 14.3.1). `unsent` tells what would be lost. */
  signOut(): Promise<void>;
  /** How many messages of the viewer have not reached the server yet. */
  readonly unsent: Observable<number>;

  readonly connection: Observable<ConnectionState>;
  readonly directory: Observable<Directory>;

  inbox(list: ListName): Observable<InboxView>;
  loadMore(list: ListName): Promise<void>;
  conversation(id: Id): Observable<ConversationView>;
  loadOlder(id: Id): Promise<void>;
  /** Unread conversations of the viewer: the number on the app's icon. */
  readonly badge: Observable<number>;
  typingIn(id: Id): Observable<readonly PersonRecord[]>;

  draft(id: Id): Promise<string>;
  saveDraft(id: Id, text: string): void;
  readonly drafts: Observable<ReadonlyMap<Id, string>>;

  /** Resolves when the message is durable on this device; the optimistic row has appeared by then. */
  send(conversationId: Id, what: string | Outgoing, options?: SendOptions): Promise<void>;
  /** How much of each file has left, from 0 up to 1, by the client key of its message. */
  readonly uploads: Observable<ReadonlyMap<Id, number>>;
  /** A refused message of this device, or a failed or unknown one of the server. */
  retry(message: MessageRecord): Promise<Outcome>;
  discard(message: MessageRecord): Promise<Outcome>;
  updateHeldReply(reply: HeldReplyRecord, patch: { text?: string; sendsItself?: boolean }): Promise<Outcome>;
  cancelHeldReply(reply: HeldReplyRecord): Promise<Outcome>;
  sendHeldReply(reply: HeldReplyRecord): Promise<Outcome>;

  /** Everywhere with the server's help, on this device without (L-063). */
  search(conversationId: Id, text: string): Promise<Found>;
  /** Loads the thread back to this message; false when that is not possible now. */
  reach(place: MessagePlace): Promise<boolean>;
  /** Undefined without an answer of the server. */
  details(message: MessageRecord): Promise<MessageDetails | undefined>;
  /** `upTo`: the newest message that was on screen. */
  markRead(conversationId: Id, upTo: Id): Promise<Outcome>;
  markUnread(conversationId: Id): Promise<Outcome>;
  /** Call at every key press: at most one signal per few seconds leaves the device. */
  typing(conversationId: Id): void;

  claim(conversationId: Id): Promise<Outcome>;
  assignToAgent(conversationId: Id, agentId: Id): Promise<Outcome>;
  assignToDepartment(conversationId: Id, departmentId: Id): Promise<Outcome>;
  closeTicket(conversationId: Id): Promise<Outcome>;
  renameContact(contactId: Id, name: string): Promise<Outcome>;

  /** Message templates, and beginning conversations with them; its code comes with the first call. */
  templates(): Promise<Templates>;
  /** Reactions and stored answers; their code comes when first asked for. */
  expressions(): Promise<Expressions>;
  /** What the viewer has put on messages and the server has not taken yet. */
  readonly reactionWishes: Observable<readonly ReactionWish[]>;
  /** Files that the installation keeps for sending (L-079). */
  readonly library: {
    /** Fails without an answer. */
    items(): Promise<readonly LibraryItem[]>;
    /** Supervisors and administrators only, as is removing. */
    add(file: PendingUpload, name: string): Promise<Outcome>;
    remove(id: Id): Promise<Outcome>;
  };

  /** What the company wants to know of its customers; the code comes with the first call. */
  customFields(): Promise<CustomFields>;

  sessions(): Promise<readonly SessionRecord[]>;
  endSession(id: Id): Promise<Outcome>;
  readonly preferences: Observable<Preferences>;
  /** In force at once, and told to the server when it can be reached; refused only by the server's word. */
  savePreferences(patch: Partial<Preferences>): Promise<Outcome>;

  readonly push: {
    readonly state: Observable<PushState>;
    /** Call directly inside a tap: iOS grants the permission only there. */
    enable(): Promise<Outcome>;
    disable(): Promise<Outcome>;
    /** Sends a test notification to this device. */
    test(): Promise<Outcome>;
  };

  /** Called by the shell on visibility, focus and route changes. */
  presence(visible: boolean, conversationId?: Id): void;

  /** A chat that a tapped notification asks for; stays until consumed. */
  readonly openRequests: Observable<Id | undefined>;
  consumeOpenRequest(): Promise<void>;

  /** Stops timers, the line and listeners. The page's end does the same. */
  close(): Promise<void>;
}

export interface SendOptions {
  replyTo?: Id;
  internal?: boolean;
  /** A file that goes ahead of the message. */
  upload?: PendingUpload;
  /** Kept until the customer writes, and sent then; texts only. */
  hold?: boolean;
}

/** Where words were found: newest first. */
export interface Found {
  hits: readonly MessageRecord[];
  /** How many there are in all, as far as is known. */
  total: number;
  /** Only what this device holds could be searched. */
  partial: boolean;
}

/** What is known about one message beyond what its bubble shows. */
export interface MessageDetails {
  wamid?: string;
  acceptedAt?: Instant;
  pricing?: { category?: string; kind?: string };
  recipient?: string;
  /** What it said before, the oldest first; empty also for those who may not read it. */
  revisions: readonly { replacedAt: Instant; text?: string }[];
}
