/**
 * The service worker's life as the page sees it. A new version waits until it disturbs nobody: the agent takes it with
 * a tap, or it comes by itself once the app has been out of sight for half a minute with nothing left to send.
 */

const HOUR = 60 * 60_000;
const OUT_OF_SIGHT = 30_000;

/** The one script address that this page may load as a worker, as Trusted Types want it said. */
const policy = window.trustedTypes?.createPolicy('guiche', {
  createScriptURL: (url) => {
    if (url !== '/sw.js') throw new TypeError(`not a worker of ours: ${url}`);
    return url;
  },
});

export class WorkerUpdate {
  /** A new version is installed and waits. */
  waiting = $state.raw<ServiceWorker | null>(null);
  #replacing = false;

  async register(unsent: () => number): Promise<void> {
    if (!('serviceWorker' in navigator) || import.meta.env.DEV) return;
    const controlled = navigator.serviceWorker.controller !== null;
    navigator.serviceWorker.addEventListener('controllerchange', () => {
      // The first worker takes over a page of its own version: no reason to reload.
      if (controlled || this.#replacing) location.reload();
    });
    const url = (policy?.createScriptURL('/sw.js') ?? '/sw.js') as string;
    const registration = await navigator.serviceWorker.register(url, { updateViaCache: 'none' });
    const look = () => {
      this.waiting = navigator.serviceWorker.controller ? registration.waiting : null;
    };
    look();
    registration.addEventListener('updatefound', () => {
      registration.installing?.addEventListener('statechange', look);
    });
    setInterval(() => void registration.update().catch(() => undefined), HOUR);
    this.#applyWhenOutOfSight(unsent);
  }

  apply(): void {
    this.#replacing = true;
    this.waiting?.postMessage({ type: 'SKIP_WAITING' });
  }

  #applyWhenOutOfSight(unsent: () => number): void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    document.addEventListener('visibilitychange', () => {
      clearTimeout(timer);
      if (document.visibilityState === 'visible') return;
      timer = setTimeout(() => {
        if (this.waiting && unsent() === 0) this.apply();
      }, OUT_OF_SIGHT);
    });
  }
}
