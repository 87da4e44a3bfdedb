/** Decides when the outbox is delivered: when something enters it, when a pause is over, when the network returns. */

import { coalesced } from './coalesced';
import { Source, type Observable } from './observable';
import { hurry, unsentOf } from './outbox';
import type { Id } from './records';
import type { Surroundings } from './surroundings';

/** After a failure of our own (the store, not the network). */
const recovery = 10_000;

/** Fetched behind the first screen, which does not wait for what sends. */
async function sending() {
  const [delivery, carrier] = await Promise.all([import('./delivery'), import('./attended-carrier')]);
  return { ...delivery, ...carrier };
}

export class Courier {
  readonly #surroundings: Surroundings;
  readonly #sessionEnded: () => void;
  readonly #uploads: { begin(): Promise<void> };
  readonly #unsent = new Source(0);
  readonly #deliver = coalesced(() => this.#round());
  readonly #count = coalesced(() => this.#countUnsent());
  #personId: Id | undefined;
  #alarm: ReturnType<typeof setTimeout> | undefined;

  constructor(surroundings: Surroundings, uploads: { begin(): Promise<void> }, sessionEnded: () => void) {
    this.#surroundings = surroundings;
    this.#uploads = uploads;
    this.#sessionEnded = sessionEnded;
  }

  get unsent(): Observable<number> {
    return this.#unsent;
  }

  start(personId: Id): void {
    this.#personId = personId;
    void this.#count();
    void this.#deliver();
  }

  stop(): void {
    this.#personId = undefined;
    clearTimeout(this.#alarm);
    this.#unsent.set(0);
  }

  /** The outbox changed, here or elsewhere on the device. Settles when `unsent` tells of it. */
  async changed(): Promise<void> {
    if (!this.#personId) return;
    void this.#deliver();
    await this.#count();
  }

  /** The network is back: pauses that waited for it end now. */
  async connected(): Promise<void> {
    if (!this.#personId) return;
    await hurry(this.#surroundings.database, this.#personId);
    void this.#deliver();
  }

  async #round(): Promise<void> {
    clearTimeout(this.#alarm);
    if (!this.#personId) return;
    let pause: number | undefined;
    try {
      const { deliverOutbox, attendedCarrier } = await sending();
      const { wakeAt, sessionEnded, awaitsUpload } = await deliverOutbox(this.#surroundings, attendedCarrier);
      if (awaitsUpload && !sessionEnded) void this.#uploads.begin();
      if (sessionEnded) this.#sessionEnded();
      else if (wakeAt !== undefined) pause = Math.max(0, wakeAt - this.#surroundings.now());
    } catch {
      pause = recovery;
    }
    if (pause === undefined || !this.#personId) return;
    clearTimeout(this.#alarm);
    this.#alarm = setTimeout(() => void this.#deliver(), pause);
  }

  async #countUnsent(): Promise<void> {
    const personId = this.#personId;
    if (!personId) return;
    const count = await unsentOf(this.#surroundings.database, personId);
    if (this.#personId === personId) this.#unsent.set(count);
  }
}
