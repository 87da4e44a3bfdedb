import { describe, expect, it } from 'vitest';
import { judge, kindOf, limitOf, typeOf } from './sendable';

const MB = 1024 * 1024;

describe('what WhatsApp takes', () => {
  it.each([
    ['image', 'image/jpeg', 5 * MB, undefined],
    ['image', 'image/jpeg', 5 * MB + 1, { code: 'FILE_TOO_LARGE', limit: 5 * MB }],
    ['image', 'image/heic', 1, { code: 'FILE_TYPE_REFUSED' }],
    ['video', 'video/mp4', 16 * MB + 1, { code: 'FILE_TOO_LARGE', limit: 16 * MB }],
    ['video', 'video/quicktime', 1, { code: 'FILE_TYPE_REFUSED' }],
    ['document', 'application/pdf', 100 * MB, undefined],
    ['document', 'application/x-msdownload', 1, { code: 'FILE_TYPE_REFUSED' }],
    ['sticker', 'image/webp', 100 * 1024 + 1, { code: 'FILE_TOO_LARGE', limit: 100 * 1024 }],
  ] as const)('%s %s of %d bytes', (kind, type, size, expected) => {
    expect(judge(kind, { type, size })).toEqual(expected);
  });

  it('a sticker that moves may weigh more', () => {
    const moving = { type: 'image/webp', animated: true };
    expect(judge('sticker', { ...moving, size: 500 * 1024 })).toBeUndefined();
    expect(judge('sticker', { ...moving, size: 500 * 1024 + 1 })).toEqual({
      code: 'FILE_TOO_LARGE',
      limit: 500 * 1024,
    });
    expect(limitOf('sticker').animatedBytes).toBe(500 * 1024);
  });
});

describe('what a file is', () => {
  it.each([
    ['', 'orçamento.PDF', 'application/pdf'],
    ['', 'IMG_0001.HEIC', 'image/heic'],
    ['audio/x-m4a', 'nota.m4a', 'audio/mp4'],
    ['text/csv', 'a.csv', 'text/plain'],
    ['Image/JPEG; q=1', 'a', 'image/jpeg'],
    ['', 'sem fim', 'application/octet-stream'],
  ])('%s %s', (type, name, expected) => {
    expect(typeOf({ type, name })).toBe(expected);
  });

  it.each([
    ['image/png', 'image'],
    ['video/mp4', 'video'],
    ['audio/mpeg', 'audio'],
    ['application/pdf', 'document'],
  ])('%s goes as %s', (type, kind) => {
    expect(kindOf(type)).toBe(kind);
  });
});
