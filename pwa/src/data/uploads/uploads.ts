/** The files on their way to the server: the code that brings them is fetched with the first one. */

import type { BringFile } from '../../net/upload';
import { Source, type Observable } from '../observable';
import type { Surroundings } from '../surroundings';
import type { Shares, Uploader } from './uploader';

export class Uploads {
  readonly #progress = new Source<Shares>(new Map());
  readonly #make: () => Promise<Uploader>;
  #uploader: Promise<Uploader> | undefined;

  constructor(surroundings: Surroundings, bringing: () => Promise<BringFile>, sessionEnded: () => void) {
    this.#make = async () => {
      const [{ Uploader }, bring] = await Promise.all([import('./uploader'), bringing()]);
      return new Uploader({ surroundings, bring, progress: this.#progress, sessionEnded });
    };
  }

  get progress(): Observable<Shares> {
    return this.#progress;
  }

  /** A file waits to be brought. */
  async begin(): Promise<void> {
    this.#uploader ??= this.#make();
    try {
      await (await this.#uploader).changed();
    } catch {
      // The code could not be fetched: the next reason to look tries again.
      this.#uploader = undefined;
    }
  }

  /** The outbox changed: what was given up ends. */
  async changed(): Promise<void> {
    if (this.#uploader) await this.begin();
  }

  stop(): void {
    void this.#uploader?.then((uploader) => uploader.stop()).catch(() => undefined);
  }
}
