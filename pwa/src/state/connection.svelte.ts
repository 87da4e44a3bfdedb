/** The state of the line as the header says it, and the way back when it is lost (L-034…L-037). */

import { createContext } from 'svelte';
import type { ConnectionState, Desk } from '../data';
import { m } from '../i18n';
import { live, type Live } from './live';
import { toasts } from './toasts.svelte';

/** A reconnection that takes less than this is nobody's business. */
const PATIENCE = 1200;
/** Longer than a slow handshake on a poor mobile network; after this L-036's sentence is due. */
const RESYNC_WITHIN = 8000;

export class Connection {
  readonly #desk: Desk;
  readonly #unsent: Live<number>;
  shown = $state<ConnectionState>('live');
  resyncing = $state(false);

  constructor(desk: Desk) {
    this.#desk = desk;
    this.#unsent = live(desk.unsent);
    $effect(() => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const stop = desk.connection.subscribe((state) => {
        clearTimeout(timer);
        if (state === 'connecting') timer = setTimeout(() => (this.shown = state), PATIENCE);
        else this.shown = state;
      });
      return () => {
        clearTimeout(timer);
        stop();
      };
    });
  }

  /** What the header says instead of its usual words; nothing while all is well. */
  get notice(): string | undefined {
    if (this.shown === 'live') return undefined;
    return this.shown === 'connecting' ? m.connecting() : m.offline();
  }

  get unsent(): number {
    return this.#unsent.current;
  }

  /**
   * L-035. The agent says what otherwise the browser says: the network is back. The desk then reconnects at once, and
   * from its cursor brings everything that changed meanwhile, in order. L-037: nothing that is being typed is touched.
   */
  async resync(): Promise<void> {
    this.resyncing = true;
    dispatchEvent(new Event('online'));
    const back = await this.#comesBack();
    this.resyncing = false;
    if (!back) toasts.show(m.resync_failed(), 'danger');
  }

  async #comesBack(): Promise<boolean> {
    const leave = new AbortController();
    const back = new Promise<boolean>((resolve) => {
      const stop = this.#desk.connection.subscribe((state) => {
        if (state === 'live') resolve(true);
      });
      leave.signal.addEventListener('abort', stop);
    });
    const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), RESYNC_WITHIN));
    return Promise.race([back, late]).finally(() => leave.abort());
  }
}

/** One for all screens of the page. */
export const [getConnection, setConnection] = createContext<Connection>();
