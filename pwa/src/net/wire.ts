/**
 * The shapes of the answers to our documents, as they travel: nullable fields are `null`, times are RFC 3339 text.
 * `documents/documents.test.ts` holds the documents against the schema.
 */

import type * as records from '../data/records';

export type Id = string;
/** RFC 3339 with milliseconds, UTC. */
export type Timestamp = string;

export interface Named {
  id: Id;
  name: string;
}

export interface OperationError {
  code: string;
  message: string;
  field: string | null;
  /** The winner, for ALREADY_CLAIMED. */
  person: Named | null;
}

export interface Person extends Named {
  email: string;
  role: records.Role;
  visibility: records.Visibility;
  departments: readonly { id: Id }[];
  active: boolean;
}

export interface Viewer {
  /** Null when an API token, and no person, is the viewer. */
  person: Person | null;
  preferences: records.Preferences;
}

export interface Session {
  id: Id;
  deviceId: Id | null;
  label: string;
  createdAt: Timestamp;
  lastSeenAt: Timestamp;
  current: boolean;
  push: { subscribed: boolean; lastDeliveredAt: Timestamp | null; lastFailure: string | null };
}

export interface Failure {
  code: number | null;
  title: string | null;
  message: string | null;
  details: string | null;
  href: string | null;
  traceId: string | null;
  explanation: string;
  advice: string;
  turn: records.FailureTurn;
  retry: records.RetryPolicy;
  nextStep: records.NextStep;
  helpUrl: string | null;
}

export interface Channel extends Named {
  mayStart: boolean;
  displayPhoneNumber: string | null;
  department: { id: Id } | null;
  paused: { since: Timestamp; reason: records.ChannelPauseReason; failure: Failure | null } | null;
}

export interface Contact {
  id: Id;
  name: string;
  profileName: string | null;
  editedName: string | null;
  addresses: readonly { kind: records.AddressKind; value: string; display: string }[];
  /** Not asked for with lists. */
  values?: readonly ContactValue[];
}

export interface CustomField extends Named {
  key: string;
  kind: records.CustomFieldRecord['kind'];
}

export interface ContactValue {
  id: Id;
  field: { id: Id };
  text: string | null;
  picture: { url: string; mimeType: string; width: number | null; height: number | null } | null;
}

export interface Conversation {
  id: Id;
  contact: Contact;
  channel: { id: Id };
  ticket: { id: Id; protocol: string; openedAt: Timestamp } | null;
  department: Named | null;
  agent: Named | null;
  windowExpiresAt: Timestamp | null;
  unreadCount: number;
  firstUnreadMessageId: Id | null;
  waitingSince: Timestamp | null;
  lastActivityAt: Timestamp;
  undeliveredCount: number;
  echoSince: Timestamp | null;
  heldReplies: readonly HeldReply[];
  lastMessage: Message | null;
  version: number;
}

export interface HeldReply {
  id: Id;
  author: Named | null;
  text: string;
  replyToId: Id | null;
  sendsItself: boolean;
  createdAt: Timestamp;
  clientKey: Id;
}

export interface Message {
  id: Id;
  conversationId: Id;
  direction: records.Direction;
  author: Named | null;
  origin: records.MessageOrigin;
  sentAt: Timestamp;
  receivedAt: Timestamp;
  content: MessageContent;
  text: string | null;
  delivery: Delivery | null;
  replyTo: { wamid: string; message: QuotedMessage | null } | null;
  reactions: readonly Reaction[];
  forwarded: boolean;
  editedAt: Timestamp | null;
  revokedAt: Timestamp | null;
  clientKey: string | null;
  version: number;
}

export interface Reaction {
  emoji: string;
  byCustomer: boolean;
  person: Named | null;
  at: Timestamp;
  state: records.ReactionState | null;
  failure: Failure | null;
}

export interface QuotedMessage {
  id: Id;
  direction: records.Direction;
  author: Named | null;
  sentAt: Timestamp;
  text: string | null;
  content: { __typename: string; kind?: records.MediaKind; voice?: boolean };
  revokedAt: Timestamp | null;
}

export interface Delivery {
  state: records.DeliveryState;
  queuedAt: Timestamp;
  sentAt: Timestamp | null;
  deliveredAt: Timestamp | null;
  readAt: Timestamp | null;
  playedAt: Timestamp | null;
  failedAt: Timestamp | null;
  failure: Failure | null;
  nextAttemptAt: Timestamp | null;
  heldAt: Timestamp | null;
  attempts: number;
}

/**
 * Some content types have fields of one name and different nullability, which GraphQL does not let one selection
 * merge: those travel under an alias that begins with their type.
 */
export type MessageContent =
  | { __typename: 'TextContent'; textBody: string; referral: Referral | null }
  | {
      __typename: 'MediaContent';
      mediaKind: records.MediaKind;
      mimeType: string;
      caption: string | null;
      fileName: string | null;
      voice: boolean;
      animated: boolean;
      url: string | null;
      mediaState: records.MediaState;
      width: number | null;
      height: number | null;
      durationMs: number | null;
      waveform: readonly number[] | null;
      bytes: number | null;
    }
  | {
      __typename: 'LocationContent';
      latitude: number;
      longitude: number;
      placeName: string | null;
      address: string | null;
    }
  | { __typename: 'ContactsContent'; cards: readonly ContactCard[] }
  | {
      __typename: 'InteractiveContent';
      header: string | null;
      body: string;
      footer: string | null;
      buttons: readonly { id: string; title: string }[];
      list: InteractiveList | null;
    }
  | {
      __typename: 'InteractiveReplyContent';
      replyKind: records.InteractiveReplyKind;
      title: string;
      description: string | null;
      payload: string | null;
    }
  | {
      __typename: 'OrderContent';
      orderText: string | null;
      items: readonly { productId: string; quantity: number; price: number; currency: string }[];
    }
  | {
      __typename: 'TemplateContent';
      templateName: string;
      language: string;
      templateBody: string | null;
      category: records.TemplateCategory | null;
      layout: Nullable<records.TemplateLayout> | null;
    }
  | {
      __typename: 'SystemContent';
      event: records.SystemEvent;
      systemText: string | null;
      person: Named | null;
      target: Named | null;
      department: Named | null;
    }
  | { __typename: 'CallContent'; status: string; durationSeconds: number | null; callDirection: string }
  | { __typename: 'UnsupportedContent'; type: string; failure: Failure | null };

/** The same shape with nulls for what is absent, all the way down. */
export type Nullable<T> = T extends readonly (infer Item)[]
  ? readonly Nullable<Item>[]
  : T extends object
    ? { [Key in keyof Required<T>]: Nullable<Required<T>[Key]> | (undefined extends T[Key] ? null : never) }
    : T;

export interface Referral {
  headline: string | null;
  body: string | null;
  sourceUrl: string | null;
  sourceType: string | null;
}

export interface ContactCard {
  name: string;
  numbers: readonly { phone: string; waId: string | null; kind: string | null }[];
  emails: readonly string[];
  organization: string | null;
  department: string | null;
  jobTitle: string | null;
  addresses: readonly string[];
  urls: readonly string[];
  birthday: string | null;
}

export interface InteractiveList {
  label: string;
  sections: readonly {
    title: string | null;
    rows: readonly { id: string; title: string; description: string | null }[];
  }[];
}

export interface PageInfo {
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  startCursor: string | null;
  endCursor: string | null;
}

export interface Page<Node> {
  edges: readonly { node: Node }[];
  pageInfo: PageInfo;
}

interface EventFrame {
  cursor: string;
  at: Timestamp;
}

export type Event = EventFrame &
  (
    | { __typename: 'MessageAdded'; message: Message; conversation: Conversation }
    | { __typename: 'MessageChanged'; message: Message }
    | { __typename: 'ConversationChanged'; conversation: Conversation }
    | { __typename: 'ConversationHidden'; conversationId: Id }
    | { __typename: 'TypingChanged'; conversationId: Id; person: Named }
    | { __typename: 'ViewerChanged'; viewer: Viewer }
    | { __typename: 'DirectoryChanged' }
    | { __typename: 'TemplatesChanged' }
  );
