/**
 * A modal dialog and the system's back gesture. Where the browser has `CloseWatcher`, a `<dialog>` answers to "back" by
 * itself; elsewhere the open dialog is a history entry, so that "back" closes it and not the screen below.
 */

import type { Attachment } from 'svelte/attachments';

/** Going back is asynchronous; nothing takes this long. */
const SETTLED = 500;

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

/** Dialogs that are history entries now, by the id in their entry. */
const open = new Set<string>();

interface OverlayEntry {
  overlay?: string;
}

function currentOverlay(): string | undefined {
  return (history.state as OverlayEntry | null)?.overlay;
}

function backCloses(dialog: HTMLDialogElement): () => void {
  const id = crypto.randomUUID();
  open.add(id);
  history.pushState({ ...(history.state as object | null), overlay: id }, '');
  const leave = new AbortController();
  addEventListener(
    'popstate',
    () => {
      const current = currentOverlay();
      if (current !== id && open.has(id)) dialog.close();
      // The entry of a menu that has made way for a dialog: nothing is left there to go back to.
      if (current !== undefined && !open.has(current)) history.back();
    },
    { signal: leave.signal },
  );
  return () => {
    open.delete(id);
    if (currentOverlay() === id) history.back();
    // Where that leads is still ours to see.
    setTimeout(() => leave.abort(), SETTLED);
  };
}
