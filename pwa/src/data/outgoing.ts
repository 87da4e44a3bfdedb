/**
 * What waits in the outbox besides texts: each kind with what its message will say, in the form in which the server takes
 * it. `carriers.ts` knows how each is handed over.
 */

import type { MediaKind, MessageContent, TemplateCategory, TemplateLayout } from './content';
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

/** What waits to be sent. Texts have none of it: they are what all entries were at first. */
export type Outgoing = OutgoingFile | OutgoingVoice | OutgoingTemplate;

/** What the message will say, as far as this device knows. */
export function contentOf({ content, text, upload }: OutboxRecord): MessageContent {
  if (!content) return { __typename: 'TextContent', body: text };
  if (content.kind === 'template') {
    const { name, language, category, layout } = content;
    return { __typename: 'TemplateContent', name, language, body: text, category, layout };
  }
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
  if (what.kind === 'template') return what.layout.body;
  return what.kind === 'file' ? (what.caption ?? '') : '';
}
