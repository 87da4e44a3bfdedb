/** The form in which words are compared: the server folds in the same way, so that both find the same (L-063). */

/** Without case, accents and line breaks. */
export function comparable(text: string): string {
  return fold(text)
    .replace(/[\s\u0085]+/g, ' ')
    .replace(/^ | $/g, '');
}

function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/ς/g, 'σ');
}

/** Where `needle` stands in `text`: as positions in the text as it is written. */
export function placesOf(needle: string, text: string): readonly (readonly [from: number, to: number])[] {
  const words = comparable(needle);
  if (words === '') return [];
  let folded = '';
  /** For each unit of `folded` the character of `text` that it comes from, and where that one ends. */
  const origins: [number, number][] = [];
  let at = 0;
  for (const character of text) {
    const end = at + character.length;
    const plain = /^[\s\u0085\ufeff]$/.test(character) ? ' ' : fold(character);
    // Several spaces count as one, and an accent of its own belongs to the letter before it.
    if (plain === ' ' && (folded.endsWith(' ') || folded === '')) {
      at = end;
      continue;
    }
    const last = origins.at(-1);
    if (plain === '' && last) last[1] = end;
    for (let unit = 0; unit < plain.length; unit += 1) origins.push([at, end]);
    folded += plain;
    at = end;
  }
  const places: [number, number][] = [];
  for (let from = folded.indexOf(words); from >= 0; from = folded.indexOf(words, from + words.length)) {
    const [begin] = origins[from] ?? [0];
    const [, end] = origins[from + words.length - 1] ?? [0, 0];
    places.push([begin, end]);
  }
  return places;
}
