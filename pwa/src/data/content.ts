/** What a message says, by kind, and why something failed. */

import type { Id } from './records';

export type FailureTurn = 'AGENT' | 'ADMINISTRATOR' | 'CUSTOMER' | 'META' | 'DEVELOPER' | 'NOBODY';
export type RetryPolicy = 'NEVER' | 'BACKOFF' | 'AFTER_FIX' | 'WINDOW' | 'PAIR_RATE' | 'LATER';
export type NextStep =
  | 'SEND_TEMPLATE'
  | 'RETRY'
  | 'WAIT'
  | 'CHANGE_MESSAGE'
  | 'CHECK_CONTACT'
  | 'ASK_CUSTOMER'
  | 'FIX_TOKEN'
  | 'FIX_BILLING'
  | 'FIX_ACCOUNT'
  | 'FIX_TEMPLATE'
  | 'REPORT_IT';

/** Why something did not work and what to do, in the viewer's language. */
export interface FailureRecord {
  code?: number;
  title?: string;
  message?: string;
  details?: string;
  href?: string;
  traceId?: string;
  explanation: string;
  advice: string;
  turn: FailureTurn;
  retry: RetryPolicy;
  /** Absent in what was kept before the server told it. */
  nextStep?: NextStep;
  /** A page of Meta's on which the next step is taken. */
  helpUrl?: string;
}

export type MediaKind = 'IMAGE' | 'VIDEO' | 'AUDIO' | 'DOCUMENT' | 'STICKER';
/** Whether the server has a file: not yet, yes, not any more, never. */
export type MediaState = 'WAITING' | 'STORED' | 'EXPIRED' | 'REFUSED';
export type InteractiveReplyKind = 'BUTTON' | 'LIST' | 'TEMPLATE_BUTTON' | 'FLOW' | 'CALL_PERMISSION';
export type SystemEvent =
  | 'TICKET_OPENED'
  | 'TICKET_CLOSED'
  | 'ASSIGNED_TO_AGENT'
  | 'ASSIGNED_TO_DEPARTMENT'
  | 'CLAIMED'
  | 'AGENT_LEFT'
  | 'CONTACT_CHANGED_NUMBER'
  | 'OTHER';

export interface TextContent {
  __typename: 'TextContent';
  body: string;
  referral?: { headline?: string; body?: string; sourceUrl?: string; sourceType?: string };
}
export interface MediaContent {
  __typename: 'MediaContent';
  kind: MediaKind;
  mimeType: string;
  caption?: string;
  fileName?: string;
  voice: boolean;
  animated: boolean;
  /** Absent unless the file is there. */
  url?: string;
  /** Absent in what was kept before files were fetched. */
  state?: MediaState;
  /** Of a picture that is there, in pixels. */
  width?: number;
  height?: number;
  bytes?: number;
  /** Of sound that could be decoded, in milliseconds. */
  durationMs?: number;
  /** Of sound that could be decoded: 64 bars from 0 to 100. */
  waveform?: readonly number[];
  /** While the message is only on this device: the file itself. */
  localFile?: Blob;
}
export interface LocationContent {
  __typename: 'LocationContent';
  latitude: number;
  longitude: number;
  name?: string;
  address?: string;
}
export interface ContactsContent {
  __typename: 'ContactsContent';
  cards: readonly ContactCard[];
}
export interface ContactCard {
  name: string;
  /** Absent on cards that were kept before more than digits was known. */
  numbers?: readonly CardNumber[];
  /** Only on such cards. */
  phones?: readonly string[];
  emails: readonly string[];
  organization?: string;
  department?: string;
  jobTitle?: string;
  addresses?: readonly string[];
  urls?: readonly string[];
  birthday?: string;
}
export interface CardNumber {
  /** As written. */
  phone: string;
  /** In digits, when the number is known to be on WhatsApp. */
  waId?: string;
  kind?: string;
}
/** Something to tap, offered to the customer: buttons or a list. */
export interface InteractiveContent {
  __typename: 'InteractiveContent';
  header?: string;
  body: string;
  footer?: string;
  buttons: readonly { id: string; title: string }[];
  list?: InteractiveList;
}
export interface InteractiveList {
  label: string;
  sections: readonly {
    title?: string;
    rows: readonly { id: string; title: string; description?: string }[];
  }[];
}
export interface InteractiveReplyContent {
  __typename: 'InteractiveReplyContent';
  kind: InteractiveReplyKind;
  title: string;
  description?: string;
  payload?: string;
}
export interface OrderContent {
  __typename: 'OrderContent';
  text?: string;
  items: readonly { productId: string; quantity: number; price: number; currency: string }[];
}
export type TemplateCategory = 'UTILITY' | 'MARKETING' | 'AUTHENTICATION' | 'OTHER';
export type TemplateHeaderKind = 'TEXT' | 'IMAGE' | 'VIDEO' | 'DOCUMENT' | 'LOCATION';
export type TemplateButtonKind =
  'QUICK_REPLY' | 'URL' | 'PHONE_NUMBER' | 'COPY_CODE' | 'FLOW' | 'PRODUCTS' | 'OTHER';

export interface TemplateHeader {
  kind: TemplateHeaderKind;
  text?: string;
  /** Of a file that was uploaded: a path of the server. */
  url?: string;
  /** Of a file elsewhere. */
  link?: string;
  fileName?: string;
  place?: { latitude: number; longitude: number; name: string; address: string };
}
export interface TemplateButton {
  kind: TemplateButtonKind;
  /** Empty where the customer's phone writes its own. */
  text: string;
  value?: string;
}
/** A template message as the customer sees it; open variables stand in double braces. */
export interface TemplateLayout {
  header?: TemplateHeader;
  body: string;
  footer?: string;
  /** RFC 3339. */
  offer?: { text: string; expiresAt?: string };
  buttons: readonly TemplateButton[];
  cards: readonly { header?: TemplateHeader; body: string; buttons: readonly TemplateButton[] }[];
}
export interface TemplateContent {
  __typename: 'TemplateContent';
  name: string;
  language: string;
  body?: string;
  category?: TemplateCategory;
  /** Absent when the desk did not send it, and in what was kept before layouts were. */
  layout?: TemplateLayout;
}
export interface SystemContent {
  __typename: 'SystemContent';
  event: SystemEvent;
  text?: string;
  personId?: Id;
  personName?: string;
  targetId?: Id;
  targetName?: string;
  departmentId?: Id;
  departmentName?: string;
}
export interface CallContent {
  __typename: 'CallContent';
  status: string;
  durationSeconds?: number;
  direction: string;
}
/** Also what a kind of content becomes that this version of the app does not know. */
export interface UnsupportedContent {
  __typename: 'UnsupportedContent';
  type: string;
  failure?: FailureRecord;
}

export type MessageContent =
  | TextContent
  | MediaContent
  | LocationContent
  | ContactsContent
  | InteractiveContent
  | InteractiveReplyContent
  | OrderContent
  | TemplateContent
  | SystemContent
  | CallContent
  | UnsupportedContent;
