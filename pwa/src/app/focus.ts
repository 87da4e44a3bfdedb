/** Where the focus goes when the screen changes: into what came, and on the way back to where one left. */

import type { Route } from './routes';

const WIDE = '(width >= 56.25rem)';

export async function moveFocus(before: Route, next: Route): Promise<void> {
  // Switching lists keeps the focus on the tab.
  if (next.screen === 'inbox' && before.screen === 'inbox') return;
  const target = await whenThere(() => targetOf(before, next));
  target?.focus({ preventScroll: true });
}

function targetOf(before: Route, next: Route): HTMLElement | null {
  if (next.screen === 'inbox' && 'id' in before) {
    const row = document.querySelector<HTMLElement>(`a[href="/c/${CSS.escape(before.id)}"]`);
    if (row) return row;
  }
  const typing = next.screen === 'conversation' && before.screen !== 'contact' && matchMedia(WIDE).matches;
  return (
    (typing && document.querySelector<HTMLElement>('.composer textarea:not(:disabled)')) ||
    document.querySelector<HTMLElement>(`[data-focus="${next.screen}"]`)
  );
}

const FRAMES = 30;

/** A screen whose code is still on its way is not there at once. */
async function whenThere(find: () => HTMLElement | null): Promise<HTMLElement | null> {
  for (let frame = 0; frame < FRAMES; frame += 1) {
    const element = find();
    if (element) return element;
    await new Promise(requestAnimationFrame);
  }
  return null;
}
