/** Message templates as the device keeps them, and what is put into them. */

import type { PendingUpload } from '../outgoing';
import type { TemplateCategory, TemplateLayout } from '../content';
import type { ConversationRecord, Id, Instant } from '../records';

export type TemplateSlotKind =
  | 'TEXT'
  | 'IMAGE'
  | 'VIDEO'
  | 'DOCUMENT'
  | 'LOCATION'
  | 'URL_SUFFIX'
  | 'COUPON_CODE'
  | 'ONE_TIME_CODE'
  | 'PAYLOAD'
  | 'FLOW'
  | 'CATALOG'
  | 'PRODUCTS'
  | 'MOMENT';

export interface TemplateSlot {
  key: string;
  kind: TemplateSlotKind;
  required: boolean;
  label: string;
  example?: string;
  suggestion?: 'FIRST_NAME' | 'NAME' | 'PHONE';
}

export interface TemplateRecord {
  id: Id;
  name: string;
  language: string;
  category: TemplateCategory;
  quality: 'GREEN' | 'YELLOW' | 'RED' | 'UNKNOWN';
  sendable: boolean;
  favourite: boolean;
  layout: TemplateLayout;
  slots: readonly TemplateSlot[];
}

export interface TemplateList {
  templates: readonly TemplateRecord[];
  /** Absent: they have not been listed from WhatsApp yet. */
  syncedAt?: Instant;
}

/** A value for a slot, as the server takes it. */
export interface TemplateValue {
  slot: string;
  text?: string;
  link?: string;
  /** The file that goes ahead of the message. */
  file?: true;
  /** A file that the server has already. */
  uploadId?: Id;
  fileName?: string;
  location?: { latitude: number; longitude: number; name: string; address: string };
  /** RFC 3339. */
  moment?: string;
  products?: { sections: readonly { title: string; productIds: readonly string[] }[] };
}

/** A file that an agent has chosen for a slot. */
export interface SlotFile {
  slot: string;
  upload: PendingUpload;
}

/** Files that the server has, by slot. */
export type Uploads = Readonly<Record<string, Id>>;

/** How a phone number stands with the company (U-09 to U-11). */
export interface StandingRecord {
  known: boolean;
  protocol?: string;
  conversation?: ConversationRecord;
}

export interface StartRequest {
  channelId: Id;
  /** International. */
  phone: string;
  name: string;
  recontact: boolean;
  openTicket: boolean;
  /** The same again is the same message: kept while an attempt is repeated. */
  clientKey: Id;
  templateId: Id;
  values: readonly TemplateValue[];
}
