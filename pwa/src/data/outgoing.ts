/**
 * What waits in the outbox besides texts: each kind with what its message will say, in the form in which the server takes
 * it. `carriers.ts` knows how each is handed over.
 */

import type {
  ContactsContent,
  InteractiveContent,
  LocationContent,
  MediaKind,
  MessageContent,
  TemplateCategory,
  TemplateLayout,
} from './content';
import type { OutboxRecord } from './database';
import { known } from './known';
import type { Id } from './records';
import type { TemplateValue } from './templates/records';

/** As what a file is brought to the server. */
export type UploadKind = 'image' | 'video' | 'audio' | 'voice' | 'document' | 'sticker';

/** A file that goes ahead of its message: the entry waits until the server has it. */
export interface PendingUpload {
  kind: UploadKind;
  file: Blob;
  /** On this device; the server makes it harmless. */
  fileName?: string;
  /** The server's id of it, once it is there. */
  id?: Id;
}

export interface OutgoingFile {
  kind: 'file';
  media: MediaKind;
  mimeType: string;
  caption?: string;
  fileName?: string;
  /** Of a picture, in pixels, upright. */
  width?: number;
  height?: number;
  /** It is in the installation's library: nothing goes ahead. */
  libraryItemId?: Id;
  /** It is a picture that is known of the contact: nothing goes ahead either. */
  contactValueId?: Id;
  /** Where the server has it. */
  url?: string;
}

/** A recording, with what its player shows before the server has listened to it. */
export interface OutgoingVoice {
  kind: 'voice';
  mimeType: string;
  durationMs: number;
  /** Bars from 0 to 100. */
  waveform: readonly number[];
}

/** A template with its values, and what it will look like. Its header's file, if it has one, is the entry's upload. */
export interface OutgoingTemplate {
  kind: 'template';
  templateId: Id;
  name: string;
  language: string;
  category: TemplateCategory;
  values: readonly TemplateValue[];
  layout: TemplateLayout;
}

/** What looks on this device as it will look when it has been sent. */
export interface OutgoingShown<Kind extends string, Content extends MessageContent> {
  kind: Kind;
  shown: Content;
}
export type OutgoingLocation = OutgoingShown<'location', LocationContent>;
export type OutgoingContacts = OutgoingShown<'contacts', ContactsContent>;
export type OutgoingInteractive = OutgoingShown<'interactive', InteractiveContent>;

/** What waits to be sent. Texts have none of it: they are what all entries were at first. */
export type Outgoing =
  OutgoingFile | OutgoingVoice | OutgoingTemplate | OutgoingLocation | OutgoingContacts | OutgoingInteractive;

/** What the message will say, as far as this device knows. */
export function contentOf({ content, text, upload }: OutboxRecord): MessageContent {
  if (!content) return { __typename: 'TextContent', body: text };
  if (content.kind === 'template') {
    const { name, language, category, layout } = content;
    return { __typename: 'TemplateContent', name, language, body: text, category, layout };
  }
  if ('shown' in content) return content.shown;
  const { media, ...rest } = content.kind === 'voice' ? { ...content, media: 'AUDIO' as const } : content;
  return known<Extract<MessageContent, { __typename: 'MediaContent' }>>({
    voice: rest.kind === 'voice',
    animated: false,
    ...rest,
    __typename: 'MediaContent',
    kind: media,
    bytes: upload?.file.size,
    localFile: upload?.file,
  });
}

/** The words in it, for previews. */
export function wordsOf(what: string | Outgoing): string {
  if (typeof what === 'string') return what;
  switch (what.kind) {
    case 'file':
      return what.caption ?? '';
    case 'template':
      return what.layout.body;
    case 'location':
      return what.shown.name ?? '';
    case 'contacts':
      return what.shown.cards[0]?.name ?? '';
    case 'interactive':
      return what.shown.body;
    case 'voice':
      return '';
  }
}
