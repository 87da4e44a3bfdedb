/**
 * Makes of a chosen file what WhatsApp takes, where this device can: pictures of other formats, or too large ones, become
 * JPEGs. HEIC is decoded where the browser does (iOS, macOS); elsewhere nobody can, and it is refused in plain words.
 */

import { judge, kindOf, limitOf, typeOf, type SendableKind, type Unsendable } from '../../rules/sendable';

export interface Prepared {
  kind: Exclude<SendableKind, 'voice'>;
  file: Blob;
  type: string;
  name: string;
  width?: number;
  height?: number;
}

export type Preparation =
  { ok: true; prepared: Prepared } | { ok: false; why: Unsendable | { code: 'FILE_DAMAGED' } };

/** Sides of a picture that is drawn anew, in pixels: as large as WhatsApp itself shows. */
const LONGEST_SIDE = 2_560;
const QUALITIES = [0.88, 0.75, 0.6];
/** A sticker's sides (Cloud API reference, section 7.3). */
const STICKER_SIDE = 512;

export async function prepare(chosen: File, as?: 'document' | 'sticker'): Promise<Preparation> {
  const type = typeOf(chosen);
  const kind = as ?? kindOf(type);
  if (kind === 'image') return prepareImage(chosen, type);
  if (kind === 'sticker') return prepareSticker(chosen, type);
  const why = judge(kind, { type, size: chosen.size });
  return why ? { ok: false, why } : ready({ kind, file: chosen, type, name: chosen.name });
}

async function prepareImage(chosen: File, type: string): Promise<Preparation> {
  const picture = await createImageBitmap(chosen).catch(() => undefined);
  // What the browser cannot decode may be a format of others; one of WhatsApp's own is damaged.
  if (!picture) {
    const own = limitOf('image').types.includes(type);
    return { ok: false, why: own ? { code: 'FILE_DAMAGED' } : { code: 'FILE_TYPE_REFUSED' } };
  }
  try {
    const { width, height } = picture;
    const fits = !judge('image', { type, size: chosen.size }) && !(await isUnusualPng(chosen, type));
    if (fits) return ready({ kind: 'image', file: chosen, type, name: chosen.name, width, height });
    return await redrawn(picture, chosen.name);
  } finally {
    picture.close();
  }
}

async function redrawn(picture: ImageBitmap, name: string): Promise<Preparation> {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  for (const quality of QUALITIES) {
    const file = await drawn(picture, { width, height, type: 'image/jpeg', quality, ground: '#fff' });
    if (file && !judge('image', { type: file.type, size: file.size })) {
      return ready({ kind: 'image', file, type: file.type, name: withEnding(name, 'jpg'), width, height });
    }
  }
  return { ok: false, why: { code: 'FILE_TOO_LARGE', limit: limitOf('image').bytes } };
}

async function prepareSticker(chosen: File, type: string): Promise<Preparation> {
  const picture = await createImageBitmap(chosen).catch(() => undefined);
  if (!picture) return { ok: false, why: { code: 'FILE_TYPE_REFUSED' } };
  try {
    const animated = await isAnimatedWebp(chosen);
    const { width, height } = picture;
    if (!judge('sticker', { type, size: chosen.size, animated })) {
      return ready({ kind: 'sticker', file: chosen, type, name: chosen.name, width, height });
    }
    if (animated)
      return { ok: false, why: { code: 'FILE_TOO_LARGE', limit: limitOf('sticker').animatedBytes ?? 0 } };
    for (const quality of QUALITIES) {
      const sides = { width: STICKER_SIDE, height: STICKER_SIDE };
      const file = await drawn(picture, { ...sides, type: 'image/webp', quality });
      // A browser that writes no WebP writes PNG instead, without a word.
      if (file?.type !== 'image/webp') return { ok: false, why: { code: 'FILE_TYPE_REFUSED' } };
      if (!judge('sticker', { type: file.type, size: file.size })) {
        return ready({
          kind: 'sticker',
          file,
          type: file.type,
          name: withEnding(chosen.name, 'webp'),
          ...sides,
        });
      }
    }
    return { ok: false, why: { code: 'FILE_TOO_LARGE', limit: limitOf('sticker').bytes } };
  } finally {
    picture.close();
  }
}

interface Drawing {
  width: number;
  height: number;
  type: string;
  quality: number;
  /** Behind what is transparent. */
  ground?: string;
}

/** The whole picture, in the middle of the sides that are asked for. */
function drawn(
  picture: ImageBitmap,
  { width, height, type, quality, ground }: Drawing,
): Promise<Blob | null> {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d');
  if (!context) return Promise.resolve(null);
  if (ground) {
    context.fillStyle = ground;
    context.fillRect(0, 0, width, height);
  }
  const scale = Math.min(width / picture.width, height / picture.height);
  const [w, h] = [picture.width * scale, picture.height * scale];
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, (width - w) / 2, (height - h) / 2, w, h);
  return new Promise((resolve) => canvas.toBlob(resolve, type, quality));
}

async function head(file: Blob): Promise<Uint8Array> {
  return new Uint8Array(await file.slice(0, 32).arrayBuffer());
}

/** Meta takes PNGs of eight bits, RGB or RGBA: depth and colour type stand in the first chunk. */
async function isUnusualPng(file: Blob, type: string): Promise<boolean> {
  if (type !== 'image/png') return false;
  const bytes = await head(file);
  return bytes[24] !== 8 || (bytes[25] !== 2 && bytes[25] !== 6);
}

async function isAnimatedWebp(file: Blob): Promise<boolean> {
  const bytes = await head(file);
  const mark = String.fromCharCode(...bytes.slice(12, 16));
  return mark === 'VP8X' && ((bytes[20] ?? 0) & 2) !== 0;
}

function withEnding(name: string, ending: string): string {
  return `${name.replace(/\.[^.]*$/, '') || 'imagem'}.${ending}`;
}

function ready(prepared: Prepared): Preparation {
  return { ok: true, prepared };
}
