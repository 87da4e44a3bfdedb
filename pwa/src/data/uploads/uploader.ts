/**
 * Brings the files of the outbox to the server, the oldest first and two at once, so that a large one does not hold back
 * the words of other conversations. What it has brought is noted in the entry, which `delivery.ts` then sends.
 */

import { NoAnswer } from '../../net/failures';
import { UploadRefusal, type BringFile } from '../../net/upload';
import type { OutboxRecord } from '../database';
import { readMeta } from '../meta';
import type { Source } from '../observable';
import { awaitsUpload, pauseAfter, release } from '../claims';
import type { PendingUpload } from '../outgoing';
import type { Id } from '../records';
import { locked, lockNames, type Surroundings } from '../surroundings';

const atOnce = 2;

export type Shares = ReadonlyMap<Id, number>;

export interface UploaderOptions {
  surroundings: Surroundings;
  bring: BringFile;
  /** How much of each file has left, from 0 up to 1. */
  progress: Source<Shares>;
  sessionEnded: () => void;
}

type Waiting = OutboxRecord & { upload: PendingUpload };

export class Uploader {
  readonly #options: UploaderOptions;
  readonly #active = new Map<Id, { abort: AbortController; done: Promise<void> }>();
  #running: Promise<void> | undefined;
  #wake: () => void = () => undefined;

  constructor(options: UploaderOptions) {
    this.#options = options;
  }

  /** The outbox changed: begins what waits, ends what was given up. */
  async changed(): Promise<void> {
    const { database } = this.#options.surroundings;
    const entries = await (await database.read(['outbox'])).objectStore('outbox').getAll();
    const waiting = new Set(entries.filter(awaitsUpload).map(({ clientKey }) => clientKey));
    for (const [key, { abort }] of this.#active) if (!waiting.has(key)) abort.abort();
    this.#wake();
    if (!this.#running) {
      this.#running = this.#run().finally(() => {
        this.#running = undefined;
      });
    }
  }

  stop(): void {
    for (const { abort } of this.#active.values()) abort.abort();
  }

  #run(): Promise<void> {
    const { locks } = this.#options.surroundings;
    return locked(locks, lockNames.uploads, 'exclusive', () => this.#drain()).catch(() => undefined);
  }

  async #drain(): Promise<void> {
    for (;;) {
      const woken = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      for (const entry of await this.#due()) {
        if (this.#active.size >= atOnce) break;
        this.#begin(entry);
      }
      if (this.#active.size === 0) return;
      await Promise.race([woken, ...[...this.#active.values()].map(({ done }) => done)]);
    }
  }

  async #due(): Promise<Waiting[]> {
    const { database, now } = this.#options.surroundings;
    const reading = await database.read(['meta', 'outbox']);
    const viewer = await readMeta(reading, 'viewer');
    const entries = await reading.objectStore('outbox').getAll();
    return entries.filter(
      (entry): entry is Waiting =>
        awaitsUpload(entry) &&
        entry.personId === viewer?.person.id &&
        entry.nextAttemptAt <= now() &&
        !this.#active.has(entry.clientKey),
    );
  }

  #begin(entry: Waiting): void {
    const abort = new AbortController();
    const done = this.#carry(entry, abort.signal).finally(() => {
      this.#active.delete(entry.clientKey);
      this.#share(entry.clientKey, undefined);
      this.#options.surroundings.tabs.changed({ outbox: true });
    });
    this.#active.set(entry.clientKey, { abort, done });
  }

  async #carry(entry: Waiting, signal: AbortSignal): Promise<void> {
    const { surroundings, bring, sessionEnded } = this.#options;
    const { database, now, random } = surroundings;
    const { kind, file, fileName } = entry.upload;
    this.#share(entry.clientKey, 0);
    try {
      const progress = (share: number) => this.#share(entry.clientKey, share);
      const { uploadId } = await bring({ kind, file, fileName, signal, progress });
      await release(database, entry, { upload: { ...entry.upload, id: uploadId }, attempts: 0 });
    } catch (cause) {
      if (signal.aborted) return;
      if (cause instanceof UploadRefusal && cause.code === 'UNAUTHENTICATED') return sessionEnded();
      const error =
        cause instanceof UploadRefusal ? { error: { code: cause.code, message: cause.message } } : {};
      if (cause instanceof NoAnswer || (cause instanceof UploadRefusal && cause.passing)) {
        const nextAttemptAt = now() + pauseAfter(entry.attempts, random());
        await release(database, entry, { attempts: entry.attempts + 1, nextAttemptAt, ...error });
      } else {
        // Also when the device itself cannot read the file any more.
        const unreadable = { error: { code: 'FILE_DAMAGED', message: String(cause) } };
        await release(database, entry, { state: 'refused', ...unreadable, ...error });
      }
    }
  }

  #share(key: Id, share: number | undefined): void {
    const { progress } = this.#options;
    const shares = new Map(progress.value);
    if (share === undefined) shares.delete(key);
    else shares.set(key, share);
    progress.set(shares);
  }
}
