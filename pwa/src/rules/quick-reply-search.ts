/** Finding a stored answer by what has been typed after the slash (L-080). The server ranks in the same way. */

import type { QuickReplyRecord } from '../data';

/** What stands after a slash that begins the text, while it is one word; none otherwise. */
export function slashQuery(text: string): string | undefined {
  return /^\/([\p{L}\p{N}_-]{0,32})$/u.exec(text)?.[1];
}

/** The best match first: a short name that begins with it, one that holds it, a text that holds it. */
export function matchingReplies(replies: readonly QuickReplyRecord[], query: string): QuickReplyRecord[] {
  const wanted = folded(query);
  return replies
    .map((reply) => ({ reply, rank: rankOf(reply, wanted) }))
    .filter(({ rank }) => rank < 3)
    .toSorted((a, b) => a.rank - b.rank || a.reply.shortName.localeCompare(b.reply.shortName))
    .map(({ reply }) => reply);
}

function rankOf({ shortName, text }: QuickReplyRecord, wanted: string): number {
  const name = folded(shortName);
  if (name.startsWith(wanted)) return 0;
  if (name.includes(wanted)) return 1;
  return folded(text).includes(wanted) ? 2 : 3;
}

function folded(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/\p{Mn}/gu, '');
}
