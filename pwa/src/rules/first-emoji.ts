import { isOnlyEmoji } from './markup';

/** The first emoji of what somebody typed, as they see it; words are none. */
export function firstEmoji(text: string): string | undefined {
  for (const { segment } of new Intl.Segmenter().segment(text.slice(0, 200))) {
    if (segment.trim() !== '' && isOnlyEmoji(segment)) return segment;
  }
  return undefined;
}
