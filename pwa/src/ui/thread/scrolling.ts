/** Measures of a `column-reverse` scroller, which counts from its bottom: 0 is the newest message, negative is older. */

/** Within this the agent is at the newest message, and new ones push the thread up. */
const AT_BOTTOM = 4;
/** From here on a way back is offered. */
const FAR = 300;

export function atBottom(scroller: HTMLElement): boolean {
  return scroller.scrollTop > -AT_BOTTOM;
}

export function farFromBottom(scroller: HTMLElement): boolean {
  return scroller.scrollTop < -FAR;
}

/** Safari before 27 moves what one reads when something is added below; others anchor it themselves. */
export const anchorsItself = typeof CSS !== 'undefined' && CSS.supports('overflow-anchor', 'auto');

/** The message at the middle of the viewport, and how to put it back there after a change. */
export function holdPlace(scroller: HTMLElement): () => void {
  if (anchorsItself || atBottom(scroller)) return () => undefined;
  const middle = scroller.getBoundingClientRect();
  const anchor = document
    .elementFromPoint(middle.x + middle.width / 2, middle.y + middle.height / 2)
    ?.closest('[data-key]');
  const before = anchor?.getBoundingClientRect().top;
  return () => {
    if (!anchor?.isConnected || before === undefined) return;
    scroller.scrollTop += anchor.getBoundingClientRect().top - before;
  };
}

export function flash(element: Element): void {
  element.classList.add('flash');
  element.addEventListener('animationend', () => element.classList.remove('flash'), { once: true });
}
