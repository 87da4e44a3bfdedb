/** A message without its mark-up, for one-line previews. Rougher than `markup.ts`, and small enough for the first load. */

const FENCE = /```/g;
const MARKED = /(?<![\p{L}\p{N}])([*_~`])(?!\s)([^*_~`\n]+)(?<!\s)\1(?![\p{L}\p{N}])/gu;

export function plainText(text: string): string {
  let plain = text.replace(FENCE, '');
  // Once for each mark that can enclose another.
  for (let depth = 0; depth < 3; depth += 1) plain = plain.replace(MARKED, '$2');
  return plain.replace(/\s+/g, ' ').trim();
}
