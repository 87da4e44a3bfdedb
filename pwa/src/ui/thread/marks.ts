/** Words marked where they stand, without touching the elements: the thread draws itself as if nobody searched. */

import { placesOf } from '../../rules/comparable';

/** The names of the highlights, as the style sheet paints them. */
const ALL = 'found';
const CURRENT = 'found-here';

/** Marks `needle` in everything below `root`, and stronger in `current`. Where the browser cannot, nothing is marked. */
export function mark(root: Element | null, needle: string, current?: Element): void {
  if (!('highlights' in CSS)) return;
  unmark();
  if (!root || needle.trim() === '') return;
  const ranges = rangesIn(root, needle);
  const here = current ? ranges.filter((range) => current.contains(range.startContainer)) : [];
  CSS.highlights.set(ALL, new Highlight(...ranges));
  const strong = new Highlight(...here);
  strong.priority = 1;
  CSS.highlights.set(CURRENT, strong);
}

export function unmark(): void {
  if (!('highlights' in CSS)) return;
  CSS.highlights.delete(ALL);
  CSS.highlights.delete(CURRENT);
}

function rangesIn(root: Element, needle: string): Range[] {
  const ranges: Range[] = [];
  // Words may be divided by mark-up: each message is searched as one text.
  for (const words of root.querySelectorAll('[data-key] .text')) {
    const nodes: Text[] = [];
    const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) nodes.push(walker.currentNode as Text);
    const text = nodes.map(({ data }) => data).join('');
    for (const [from, to] of placesOf(needle, text)) {
      const range = new Range();
      range.setStart(...pointAt(nodes, from));
      range.setEnd(...pointAt(nodes, to));
      ranges.push(range);
    }
  }
  return ranges;
}

function pointAt(nodes: readonly Text[], position: number): [Text, number] {
  let rest = position;
  for (const node of nodes) {
    if (rest <= node.length) return [node, rest];
    rest -= node.length;
  }
  const last = nodes.at(-1) as Text;
  return [last, last.length];
}
