/** Whether a new version of the app waits, and the tap that lets it in. */
export class Updates {
  waiting = $state.raw<ServiceWorker | null>(null);
  /** This page has asked for the new version: it reloads when that has taken over. */
  replacing = false;

  apply(): void {
    this.replacing = true;
    this.waiting?.postMessage({ type: 'SKIP_WAITING' });
  }
}
