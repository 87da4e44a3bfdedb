/**
 * A modal dialog and the system's back gesture. Where the browser has `CloseWatcher`, a `<dialog>` answers to "back" by
 * itself; elsewhere the open dialog is a history entry, so that "back" closes it and not the screen below.
 */

import type { Attachment } from 'svelte/attachments';

export function modal(onclose: () => void): Attachment<HTMLDialogElement> {
  return (dialog) => {
    const before = document.activeElement;
    dialog.showModal();
    const stop = 'CloseWatcher' in window ? undefined : backCloses(dialog);
    const leave = new AbortController();
    dialog.addEventListener('close', onclose, { signal: leave.signal });
    backdropCloses(dialog, leave.signal);
    return () => {
      leave.abort();
      stop?.();
      // The dialog may have been removed while open: give the focus back where it came from.
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  };
}

/**
 * A tap beside the dialog closes it; the browser reports it as a tap on the dialog itself. It must have begun there: the
 * finger whose long press opened a menu is lifted over the backdrop too.
 */
function backdropCloses(dialog: HTMLDialogElement, signal: AbortSignal): void {
  let began = false;
  dialog.addEventListener('pointerdown', ({ target }) => (began = target === dialog), { signal });
  dialog.addEventListener(
    'click',
    ({ target }) => {
      if (began && target === dialog) dialog.close();
      began = false;
    },
    { signal },
  );
}

function backCloses(dialog: HTMLDialogElement): () => void {
  const below = history.state as object | null;
  history.pushState({ ...below, overlay: true }, '');
  const isOurs = () => (history.state as { overlay?: boolean } | null)?.overlay === true;
  const close = (event: PopStateEvent) => {
    // This entry leads to the same screen: the router has nothing to do.
    event.stopImmediatePropagation();
    dialog.close();
  };
  addEventListener('popstate', close, { capture: true, once: true });
  return () => {
    removeEventListener('popstate', close, { capture: true });
    if (isOurs()) history.back();
  };
}
