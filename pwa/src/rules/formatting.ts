/** Writing WhatsApp's mark-up by a button or a key: around the selection, or away from it. */

export type Format = 'bold' | 'italic' | 'strike' | 'mono';

const MARKS: Readonly<Record<Format, string>> = { bold: '*', italic: '_', strike: '~', mono: '```' };

export interface Edited {
  text: string;
  /** The selection afterwards: the same words as before. */
  start: number;
  end: number;
}

/** Blanks at the edges stay outside: a mark beside a blank would not count. */
export function formatted(text: string, start: number, end: number, format: Format): Edited {
  const mark = MARKS[format];
  const chosen = text.slice(start, end);
  const from = start + (chosen.length - chosen.trimStart().length);
  const to = Math.max(from, end - (chosen.length - chosen.trimEnd().length));
  const before = text.slice(0, from);
  const inside = text.slice(from, to);
  const after = text.slice(to);
  if (before.endsWith(mark) && after.startsWith(mark)) {
    return {
      text: before.slice(0, -mark.length) + inside + after.slice(mark.length),
      start: from - mark.length,
      end: to - mark.length,
    };
  }
  const enclosed = inside.length >= 2 * mark.length && inside.startsWith(mark) && inside.endsWith(mark);
  if (enclosed) {
    const bare = inside.slice(mark.length, -mark.length);
    return { text: before + bare + after, start: from, end: from + bare.length };
  }
  return { text: before + mark + inside + mark + after, start: from + mark.length, end: to + mark.length };
}

/** The key that stands for a format, held with Ctrl or ⌘. */
export function formatOf({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): Format | undefined {
  if (!(ctrlKey || metaKey) || altKey) return undefined;
  const pressed = key.toLowerCase();
  if (shiftKey) return { x: 'strike' as const, m: 'mono' as const }[pressed];
  return { b: 'bold' as const, i: 'italic' as const }[pressed];
}
