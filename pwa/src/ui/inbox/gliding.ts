/** Rows of one height need no measuring: how far each has moved follows from its place before and after. */

interface Row {
  id: string;
}

const DURATION = 150;

/** `list` holds, in order, the elements of some stretch of `after`, each `<li>` with its place in `aria-posinset`. */
export function glideMoved(
  list: HTMLElement,
  before: readonly Row[],
  after: readonly Row[],
  rowHeight: number,
): void {
  if (before.length === 0 || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  const places = new Map(before.map(({ id }, place) => [id, place]));
  for (const element of list.children) {
    const place = Number(element.getAttribute('aria-posinset')) - 1;
    const from = places.get(after[place]?.id ?? '');
    if (from === undefined || from === place) continue;
    const distance = (from - place) * rowHeight;
    // From farther than a screen a row just appears: a blur across the list tells nobody anything.
    const start = Math.sign(distance) * Math.min(Math.abs(distance), window.innerHeight);
    element.animate([{ transform: `translateY(${start}px)` }, { transform: 'none' }], {
      duration: DURATION,
      easing: 'cubic-bezier(0.2, 0.7, 0.2, 1)',
    });
  }
}
