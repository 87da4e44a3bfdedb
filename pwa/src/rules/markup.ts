/**
 * WhatsApp's mark-up: *bold*, _italic_, ~strike~, ```mono```, `code`, and links, read into a tree that components turn
 * into elements. Text stays text all the way: no HTML is ever made from a message. Takes time proportional to the
 * length of the message, whatever a hostile sender writes.
 */

export type Mark = 'bold' | 'italic' | 'strike';

export type Piece =
  | { kind: 'text'; text: string }
  | { kind: 'mono'; text: string }
  | { kind: 'link'; text: string; href: string }
  | { kind: Mark; pieces: Piece[] };

const MARKS: Readonly<Record<string, Mark>> = { '*': 'bold', _: 'italic', '~': 'strike' };
const FENCE = '```';
const LINK = /(?:https?:\/\/|www\.)[^\s<>"'`]+|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/giu;
const WORD = /[\p{L}\p{N}]/u;

export function parseMarkup(text: string): Piece[] {
  const pieces: Piece[] = [];
  let rest = 0;
  for (;;) {
    const open = text.indexOf(FENCE, rest);
    const close = open < 0 ? -1 : text.indexOf(FENCE, open + FENCE.length);
    if (close < 0) break;
    const inside = text.slice(open + FENCE.length, close);
    if (inside.trim() === '') {
      // An empty fence is punctuation, not code.
      parseLines(text.slice(rest, close + FENCE.length), pieces);
    } else {
      parseLines(text.slice(rest, open), pieces);
      pieces.push({ kind: 'mono', text: inside.replace(/^\n|\n$/g, '') });
    }
    rest = close + FENCE.length;
  }
  parseLines(text.slice(rest), pieces);
  return pieces;
}

/** Marks never reach across a line break. */
function parseLines(text: string, into: Piece[]): void {
  if (text === '') return;
  text.split('\n').forEach((line, index) => {
    if (index > 0) appendText(into, '\n');
    parseLine(line, '', into);
  });
}

/** `active`: marks that enclose this line already; each may occur once, so the depth is at most three. */
function parseLine(line: string, active: string, into: Piece[]): void {
  /** Marks whose closing was sought in vain: there is none further on either. */
  let hopeless = active;
  let plainFrom = 0;
  let at = 0;
  const flush = (end: number) => parseLinks(line.slice(plainFrom, end), into);
  while (at < line.length) {
    const symbol = line.charAt(at);
    const close = opens(line, at) && !hopeless.includes(symbol) ? closing(line, symbol, at) : -1;
    if (close < 0) {
      if (opens(line, at) && !hopeless.includes(symbol)) hopeless += symbol;
      at = afterLink(line, at);
      continue;
    }
    flush(at);
    const inside = line.slice(at + 1, close);
    if (symbol === '`') into.push({ kind: 'mono', text: inside });
    else into.push({ kind: MARKS[symbol] as Mark, pieces: parsedLine(inside, active + symbol) });
    at = plainFrom = close + 1;
  }
  flush(line.length);
}

function parsedLine(line: string, active: string): Piece[] {
  const pieces: Piece[] = [];
  parseLine(line, active, pieces);
  return pieces;
}

/** A mark opens before a non-space, and not inside a word: `2*3*4` and `snake_case` stay as they are. */
function opens(line: string, at: number): boolean {
  const symbol = line.charAt(at);
  if (symbol !== '`' && !(symbol in MARKS)) return false;
  const next = line.charAt(at + 1);
  if (next === '' || next === symbol || /\s/.test(next)) return false;
  return at === 0 || !WORD.test(line.charAt(at - 1));
}

function closing(line: string, symbol: string, open: number): number {
  for (let at = line.indexOf(symbol, open + 2); at >= 0; at = line.indexOf(symbol, at + 1)) {
    if (!/\s/.test(line.charAt(at - 1)) && !WORD.test(line.charAt(at + 1))) return at;
  }
  return -1;
}

/** Steps over an address as a whole, so that the underscores in it are not read as marks. */
function afterLink(line: string, at: number): number {
  if (!/^(?:https?:\/\/|www\.)/i.test(line.slice(at, at + 8))) return at + 1;
  const blank = line.slice(at).search(/\s/);
  return blank < 0 ? line.length : at + blank;
}

function parseLinks(text: string, into: Piece[]): void {
  let from = 0;
  for (const match of text.matchAll(LINK)) {
    const shown = trimmed(match[0]);
    const href = address(shown);
    if (href === undefined) continue;
    appendText(into, text.slice(from, match.index));
    into.push({ kind: 'link', text: shown, href });
    from = match.index + shown.length;
  }
  appendText(into, text.slice(from));
}

/** Punctuation after an address belongs to the sentence; a closing bracket only if it was opened inside. */
function trimmed(link: string): string {
  let end = link.length;
  while (end > 0) {
    const last = link.charAt(end - 1);
    const unpaired = last === ')' && !link.slice(0, end).includes('(');
    if (!unpaired && !'.,;:!?…*_~'.includes(last)) break;
    end -= 1;
  }
  return link.slice(0, end);
}

/** Only web and mail addresses become links; `javascript:` and its kin never do. */
function address(shown: string): string | undefined {
  if (!/^(?:https?:\/\/|www\.)/i.test(shown)) return shown.includes('@') ? `mailto:${shown}` : undefined;
  const url = /^www\./i.test(shown) ? `https://${shown}` : shown;
  return URL.canParse(url) ? url : undefined;
}

function appendText(pieces: Piece[], text: string): void {
  if (text === '') return;
  const last = pieces.at(-1);
  if (last?.kind === 'text') last.text += text;
  else pieces.push({ kind: 'text', text });
}

const EMOJI = /^(?:\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|[#*0-9]\uFE0F?\u20E3)/u;
const MAX_BIG_EMOJI = 3;

/** One to three emoji and nothing else are shown large. */
export function isOnlyEmoji(text: string): boolean {
  // A single emoji may take a dozen code units, families included.
  if (text.length > 60) return false;
  const graphemes = [...new Intl.Segmenter().segment(text.trim())]
    .map(({ segment }) => segment)
    .filter((grapheme) => grapheme.trim() !== '');
  return (
    graphemes.length > 0 &&
    graphemes.length <= MAX_BIG_EMOJI &&
    graphemes.every((grapheme) => EMOJI.test(grapheme))
  );
}
