/** What WhatsApp takes, by the server's own table (a test there keeps this copy equal). */

import limits from './sending-limits.json';

export type SendableKind = 'image' | 'video' | 'audio' | 'voice' | 'document' | 'sticker';

export interface Limit {
  types: readonly string[];
  /** In bytes. */
  bytes: number;
  /** Of what moves, in bytes. */
  animatedBytes?: number;
}

export function limitOf(kind: SendableKind): Limit {
  const found = limits.find((limit) => limit.kind === kind);
  if (!found) throw new Error(`no limit for ${kind}`);
  return found;
}

export type Unsendable = { code: 'FILE_TOO_LARGE'; limit: number } | { code: 'FILE_TYPE_REFUSED' };

/** Whether a file goes as it is; the server judges again, by its bytes. */
export function judge(
  kind: SendableKind,
  { type, size, animated = false }: { type: string; size: number; animated?: boolean },
): Unsendable | undefined {
  const { types, bytes, animatedBytes } = limitOf(kind);
  if (!types.includes(type)) return { code: 'FILE_TYPE_REFUSED' };
  const limit = animated ? (animatedBytes ?? bytes) : bytes;
  return size > limit ? { code: 'FILE_TOO_LARGE', limit } : undefined;
}

/** Types by the ends of names, where a system does not know them. */
const endings: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  heic: 'image/heic',
  heif: 'image/heif',
  m4a: 'audio/mp4',
  pdf: 'application/pdf',
  ppt: 'application/vnd.ms-powerpoint',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  txt: 'text/plain',
  xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

const aliases: Readonly<Record<string, string>> = {
  'audio/mp3': 'audio/mpeg',
  'audio/x-m4a': 'audio/mp4',
  'audio/m4a': 'audio/mp4',
  'image/jpg': 'image/jpeg',
  'text/csv': 'text/plain',
};

/** The type that a file has for WhatsApp, as far as its system and its name tell. */
export function typeOf({ type, name }: { type: string; name: string }): string {
  const essence = (type.split(';')[0] ?? '').trim().toLowerCase();
  const ending = name.split('.').pop()?.toLowerCase() ?? '';
  const known = essence || endings[ending] || 'application/octet-stream';
  return aliases[known] ?? known;
}

/** As what a file is sent when the agent has not said. */
export function kindOf(type: string): 'image' | 'video' | 'audio' | 'document' {
  if (type.startsWith('image/')) return 'image';
  if (type.startsWith('video/')) return 'video';
  return type.startsWith('audio/') ? 'audio' : 'document';
}
