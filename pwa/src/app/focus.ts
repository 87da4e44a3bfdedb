/** Where the focus goes when the screen changes: into what came, and on the way back to where one left. */

import type { Route } from './routes';

const WIDE = '(width >= 56.25rem)';

export function moveFocus(before: Route, next: Route): void {
  if (next.screen === 'inbox') {
    // Switching lists keeps the focus on the tab.
    if (before.screen === 'inbox') return;
    const row =
      'id' in before ? document.querySelector<HTMLElement>(`a[href="/c/${CSS.escape(before.id)}"]`) : null;
    focus(row ?? heading('inbox'));
    return;
  }
  if (next.screen === 'conversation' && (before.screen === 'contact' || matchMedia(WIDE).matches)) {
    const composer = document.querySelector<HTMLElement>('.composer textarea:not(:disabled)');
    if (before.screen !== 'contact' && composer) return focus(composer);
  }
  focus(heading(next.screen));
}

function heading(screen: Route['screen']): HTMLElement | null {
  return document.querySelector(`[data-focus="${screen}"]`);
}

function focus(element: HTMLElement | null): void {
  element?.focus({ preventScroll: true });
}
