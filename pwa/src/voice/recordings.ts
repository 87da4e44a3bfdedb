/**
 * Recordings while they are made, second by second, in a database of their own: a page that dies loses one second at most,
 * and what is found later is offered to its author. Nothing of it is read before somebody records.
 */

import { begin, openIndexedDb, type Transaction } from '../data/indexed-db';
import type { Id, Instant } from '../data';
import { mark, mayHaveRemainder } from './remainder';

interface RecordingRecord {
  id: Id;
  personId: Id;
  conversationId: Id;
  mimeType: string;
  startedAt: Instant;
}

interface PieceRecord {
  recordingId: Id;
  index: number;
  piece: Blob;
  /** How long the recording was at the end of this piece, in milliseconds. */
  durationMs: number;
  /** Loudness within this piece. */
  levels: readonly number[];
}

export interface Schema {
  recordings: { key: Id; value: RecordingRecord };
  pieces: { key: [recordingId: Id, index: number]; value: PieceRecord };
}

export interface Recorded {
  id: Id;
  file: Blob;
  durationMs: number;
  levels: readonly number[];
}

export const databaseName = 'guiche-recordings';

export class Recordings {
  readonly #storage: Storage;
  readonly #name: string;
  #opening: Promise<IDBDatabase> | undefined;

  constructor(storage: Storage = localStorage, name: string = databaseName) {
    this.#storage = storage;
    this.#name = name;
  }

  async begin(recording: RecordingRecord): Promise<void> {
    this.#storage.setItem(mark, recording.id);
    const transaction = await this.#write(['recordings']);
    await transaction.objectStore('recordings').put(recording);
    await transaction.done;
  }

  async append(piece: PieceRecord): Promise<void> {
    const transaction = await this.#write(['pieces']);
    await transaction.objectStore('pieces').put(piece);
    await transaction.done;
  }

  async remove(id: Id): Promise<void> {
    const transaction = await this.#write(['recordings', 'pieces']);
    await transaction.objectStore('recordings').delete(id);
    await transaction.objectStore('pieces').delete(piecesOf(id));
    const left = await transaction.objectStore('recordings').count();
    await transaction.done;
    if (left === 0) this.#storage.removeItem(mark);
  }

  /** What is left of a recording that this person was making for this conversation; the newest. */
  async remainder(personId: Id, conversationId: Id): Promise<Recorded | undefined> {
    const transaction = await this.#write(['recordings', 'pieces']);
    const all = await transaction.objectStore('recordings').getAll();
    const theirs = all
      .filter((one) => one.personId === personId && one.conversationId === conversationId)
      .sort((one, other) => other.startedAt - one.startedAt);
    const [newest] = theirs;
    if (!newest) return undefined;
    const pieces = await transaction.objectStore('pieces').getAll(piecesOf(newest.id));
    const last = pieces.at(-1);
    if (!last) return undefined;
    return {
      id: newest.id,
      file: new Blob(
        pieces.map(({ piece }) => piece),
        { type: newest.mimeType },
      ),
      durationMs: last.durationMs,
      levels: pieces.flatMap(({ levels }) => levels),
    };
  }

  /** Everything that this person has left: they sign out. What others left is theirs and stays. */
  async removeAllOf(personId: Id): Promise<void> {
    if (!mayHaveRemainder(this.#storage)) return;
    const transaction = await this.#write(['recordings', 'pieces']);
    const all = await transaction.objectStore('recordings').getAll();
    const theirs = all.filter((one) => one.personId === personId);
    for (const { id } of theirs) {
      await transaction.objectStore('recordings').delete(id);
      await transaction.objectStore('pieces').delete(piecesOf(id));
    }
    await transaction.done;
    if (theirs.length === all.length) this.#storage.removeItem(mark);
  }

  async #write<Names extends keyof Schema>(names: readonly Names[]): Promise<Transaction<Schema, Names>> {
    this.#opening ??= openIndexedDb(this.#name, {
      version: 1,
      upgrade: (database) => {
        database.createObjectStore('recordings', { keyPath: 'id' });
        database.createObjectStore('pieces', { keyPath: ['recordingId', 'index'] });
      },
      blocking: () => void this.#opening?.then((database) => database.close()),
      closed: () => {
        this.#opening = undefined;
      },
    });
    // What is said is nowhere else: it has to be on disk.
    return begin(await this.#opening, names, 'readwrite', 'strict');
  }
}

function piecesOf(id: Id): IDBKeyRange {
  // An array sorts after every number.
  return IDBKeyRange.bound([id], [id, []]);
}
