/** Who is typing where: heard live, believed for a few seconds, stored nowhere. */

import { Source, type Observable } from '../observable';
import type { Directory, Id, PersonRecord } from '../records';
import type { Notice } from '../tabs';

/** A colleague's app repeats the signal while they go on. */
const believed = 7_000;

export class Typing {
  readonly #directory: () => Directory;
  readonly #viewerId: () => Id | undefined;
  readonly #sources = new Map<Id, Source<readonly PersonRecord[]>>();
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(directory: () => Directory, viewerId: () => Id | undefined) {
    this.#directory = directory;
    this.#viewerId = viewerId;
  }

  in(conversationId: Id): Observable<readonly PersonRecord[]> {
    return this.#source(conversationId);
  }

  heard({ conversationId, personId }: Extract<Notice, { kind: 'typing' }>): void {
    const person = this.#directory().people.get(personId);
    if (!person || personId === this.#viewerId()) return;
    const key = `${conversationId} ${personId}`;
    clearTimeout(this.#timers.get(key));
    const source = this.#source(conversationId);
    if (!source.value.some(({ id }) => id === personId)) source.set([...source.value, person]);
    this.#timers.set(
      key,
      setTimeout(() => this.over(conversationId, personId), believed),
    );
  }

  /** What was being typed has come, or nothing has for too long. */
  over(conversationId: Id, personId: Id): void {
    const source = this.#sources.get(conversationId);
    if (!source?.value.some(({ id }) => id === personId)) return;
    clearTimeout(this.#timers.get(`${conversationId} ${personId}`));
    source.set(source.value.filter(({ id }) => id !== personId));
  }

  #source(conversationId: Id): Source<readonly PersonRecord[]> {
    let source = this.#sources.get(conversationId);
    if (!source) {
      source = new Source<readonly PersonRecord[]>([]);
      this.#sources.set(conversationId, source);
    }
    return source;
  }
}
