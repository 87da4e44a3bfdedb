/** What the browser and the worker tell this page, besides what the shell tells the desk itself. */

import type { WorkerMessage } from '../push/payload';
import type { Id } from './records';

export interface PageListener {
  /** The network may be back, or the page left the back/forward cache. */
  returned: () => void;
  openRequested: (conversationId: Id) => void;
  resubscribed: () => void;
  isShowing: (conversationId: Id) => boolean;
}

export class PageEvents {
  readonly #listening = new AbortController();

  constructor(listener: PageListener) {
    const { signal } = this.#listening;
    if (typeof window === 'undefined') return;
    for (const name of ['online', 'pageshow']) window.addEventListener(name, listener.returned, { signal });
    navigator.serviceWorker?.addEventListener(
      'message',
      ({ data, ports }: MessageEvent<WorkerMessage>) => {
        if (data?.kind === 'open') listener.openRequested(data.conversationId);
        else if (data?.kind === 'resubscribed') listener.resubscribed();
        else if (data?.kind === 'showing?') ports[0]?.postMessage(listener.isShowing(data.conversationId));
      },
      { signal },
    );
    // Messages that came before this listener wait for it.
    navigator.serviceWorker?.startMessages();
  }

  get visible(): boolean {
    return typeof document !== 'undefined' && document.visibilityState === 'visible';
  }

  close(): void {
    this.#listening.abort();
  }
}
