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
    dialog.addEventListener('close', onclose);
    return () => {
      dialog.removeEventListener('close', onclose);
      stop?.();
      // The dialog may have been removed while open: give the focus back where it came from.
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  };
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
