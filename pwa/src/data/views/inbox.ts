/** The lists as screens show them: all known conversations in memory, as they lie in the store, filtered and sorted. */

import { coalesced } from '../coalesced';
import type { InboxView } from '../desk';
import type { Loader } from '../loading';
import { byActivity, standsIn } from '../membership';
import { readMeta, writeMeta } from '../meta';
import { Source, type Observable } from '../observable';
import { listNames, type ConversationRecord, type Id, type ListName, type PersonRecord } from '../records';
import type { Surroundings } from '../surroundings';
import type { Change } from '../tabs';

/** As many as the newest that are readable offline. */
export const snapshotSize = 100;
const snapshotDelay = 1_000;

/** After the next frame, where there is a screen that shows one: reading a thousand records would hold it up. */
function painted(): Promise<void> {
  const isSeen = typeof document !== 'undefined' && document.visibilityState === 'visible';
  return new Promise((resolve) => {
    if (isSeen) requestAnimationFrame(() => setTimeout(resolve));
    else resolve();
  });
}

export class InboxViews {
  readonly #surroundings: Surroundings;
  readonly #loader: Loader;
  readonly #badge = new Source(0);
  readonly #views = new Map<ListName, Source<InboxView>>();
  readonly #loading = new Map<ListName, Promise<void>>();
  readonly #complete = new Map<ListName, boolean>();
  #all = new Map<Id, ConversationRecord>();
  #viewer: PersonRecord | undefined;
  #stale: Set<Id> | 'everything' = new Set();
  #read = false;
  #snapshotTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #refresh = coalesced(() => this.#readStale());

  constructor(surroundings: Surroundings, loader: Loader) {
    this.#surroundings = surroundings;
    this.#loader = loader;
    for (const list of listNames) {
      this.#views.set(list, new Source<InboxView>({ rows: [], complete: false, loading: true }));
    }
  }

  get badge(): Observable<number> {
    return this.#badge;
  }

  view(list: ListName): Observable<InboxView> {
    return this.#source(list);
  }

  /** The first paint: one record, then all of them. */
  async start(viewer: PersonRecord): Promise<void> {
    this.#viewer = viewer;
    const reading = await this.#surroundings.database.read(['meta']);
    const snapshot = await readMeta(reading, 'snapshot');
    this.#stale = 'everything';
    if (snapshot && !this.#read) {
      this.#all = new Map(snapshot.map((record) => [record.id, record]));
      this.#emit();
      await painted();
    }
    await this.#refresh();
  }

  stop(): void {
    clearTimeout(this.#snapshotTimer);
    this.#viewer = undefined;
    this.#read = false;
    this.#all = new Map();
    this.#emit();
  }

  viewerChanged(viewer: PersonRecord): void {
    this.#viewer = viewer;
    this.#emit();
  }

  async changed(change: Change): Promise<void> {
    if (change.everything) this.#stale = 'everything';
    else if (this.#stale !== 'everything') change.conversations?.forEach((id) => this.#markStale(id));
    if (change.everything || change.conversations?.length || change.lists?.length) await this.#refresh();
  }

  loadMore(list: ListName): Promise<void> {
    const running = this.#loading.get(list);
    if (running) return running;
    const loading = this.#loader.list(list).finally(() => {
      this.#loading.delete(list);
      this.#emit();
    });
    this.#loading.set(list, loading);
    this.#emit();
    return loading;
  }

  /** Conversations with something unread, whoever's they are. */
  async unread(): Promise<ReadonlySet<Id>> {
    await this.#refresh();
    return new Set([...this.#all.values()].flatMap(({ id, unreadCount }) => (unreadCount > 0 ? id : [])));
  }

  newest(count: number): ConversationRecord[] {
    return [...this.#all.values()].sort(byActivity).slice(0, count);
  }

  /** Writes the snapshot at once: the page may be about to freeze. */
  async flush(): Promise<void> {
    clearTimeout(this.#snapshotTimer);
    this.#snapshotTimer = undefined;
    const viewerId = this.#viewer?.id;
    if (!this.#read || !viewerId) return;
    const transaction = await this.#surroundings.database.write(['meta']);
    if ((await readMeta(transaction, 'viewer'))?.person.id === viewerId) {
      await writeMeta(transaction, 'snapshot', this.newest(snapshotSize));
    }
    await transaction.done;
  }

  #markStale(id: Id): void {
    if (this.#stale !== 'everything') this.#stale.add(id);
  }

  async #readStale(): Promise<void> {
    if (!this.#viewer) return;
    const stale = this.#stale;
    this.#stale = new Set();
    const reading = await this.#surroundings.database.read(['conversations', 'lists']);
    const store = reading.objectStore('conversations');
    const lists = reading.objectStore('lists').getAll();
    if (stale === 'everything') {
      this.#all = new Map((await store.getAll()).map((record) => [record.id, record]));
    } else {
      const ids = [...stale];
      const records = await Promise.all(ids.map((id) => store.get(id)));
      ids.forEach((id, index) => {
        const record = records[index];
        if (record) this.#all.set(id, record);
        else this.#all.delete(id);
      });
    }
    this.#complete.clear();
    for (const { list, complete } of await lists) this.#complete.set(list, complete);
    if (!this.#viewer) return;
    this.#read = true;
    this.#emit();
    this.#snapshotTimer ??= setTimeout(() => void this.flush(), snapshotDelay);
  }

  #emit(): void {
    const viewer = this.#viewer;
    const all = [...this.#all.values()].sort(byActivity);
    for (const list of listNames) {
      this.#source(list).set({
        rows: viewer ? all.filter((record) => standsIn(list, record, viewer)) : [],
        complete: this.#complete.get(list) ?? false,
        loading: this.#loading.has(list) || !this.#complete.has(list),
      });
    }
    const waiting = all.filter((record) => record.unreadCount > 0 && record.agentId === viewer?.id);
    this.#badge.set(viewer ? waiting.length : 0);
  }

  #source(list: ListName): Source<InboxView> {
    return this.#views.get(list) as Source<InboxView>;
  }
}
