/** One conversation as its screen shows it: a window into the covered run of the thread, and the outbox behind it. */

import { coalesced } from '../coalesced';
import { compareKeys } from '../application';
import { keyOf, type DeskTransaction, type CoverageRecord, type MessageKey } from '../database';
import type { ConversationView } from '../desk';
import { known, without } from '../known';
import type { Loader } from '../loading';
import { threadPage } from '../loading';
import { readMeta } from '../meta';
import { Source } from '../observable';
import { localMessage } from '../outbox';
import type { Id, Instant, MessagePlace, MessageRecord } from '../records';
import type { Surroundings } from '../surroundings';
import type { Change } from '../tabs';

type ThreadStore = 'conversations' | 'messages' | 'threads' | 'outbox' | 'meta';
const threadStores = ['conversations', 'messages', 'threads', 'outbox', 'meta'] as const;

const blank: ConversationView = { messages: [], hasOlder: false, loading: true, missing: false };

export class ThreadView {
  readonly source: Source<ConversationView>;
  readonly #id: Id;
  readonly #surroundings: Surroundings;
  readonly #loader: Loader;
  readonly #refresh = coalesced(() => this.#read());
  /** Oldest message of the window; absent until there is one. */
  #oldest: MessageKey | undefined;
  #loading: Promise<void> | undefined;
  #missing = false;
  /** The last attempt to load got no answer: the screen shows what there is, and no spinner. */
  #unanswered = false;
  #opened = false;
  #firstUnreadId: Id | undefined;
  #leaseTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(id: Id, surroundings: Surroundings, loader: Loader) {
    this.#id = id;
    this.#surroundings = surroundings;
    this.#loader = loader;
    this.source = new Source(blank, { started: () => void this.#open(), stopped: () => this.#close() });
  }

  /** Also when the line is back: what could not be loaded then is loaded now. */
  async ensure(): Promise<void> {
    if (!this.source.watched) return;
    const reading = await this.#surroundings.database.read(['threads', 'conversations']);
    const [coverage, conversation] = await Promise.all([
      reading.objectStore('threads').get(this.#id),
      reading.objectStore('conversations').get(this.#id),
    ]);
    const covered = coverage?.before !== undefined || coverage?.complete === true;
    // What an older version of the app has loaded does not tell what is known of the contact.
    if (!covered || (conversation && !conversation.contact.details)) await this.#load('newest');
  }

  async changed(change: Change): Promise<void> {
    if (!this.source.watched) return;
    if (change.everything) {
      this.#oldest = undefined;
      await this.ensure();
    } else if (
      !change.outbox &&
      !change.conversations?.includes(this.#id) &&
      !change.threads?.includes(this.#id)
    ) {
      return;
    }
    await this.#refresh();
  }

  /** A page further back: from the store as far as it reaches, then from the server. */
  async older(): Promise<void> {
    await this.#loading;
    // A page may bring nothing new (it overlaps what events brought): a second one does.
    for (let attempt = 0; attempt < 3 && this.source.value.hasOlder; attempt += 1) {
      const before = this.#oldest;
      if (!(await this.#widen())) {
        await this.#load('older');
        await this.#widen();
      }
      await this.#refresh();
      if (this.#oldest !== before) return;
    }
  }

  /** Pages back until the window holds the message at `place`: without a hole, so that one reads on in both directions. */
  async reach(place: MessagePlace): Promise<boolean> {
    const key = keyOf(place);
    await this.#loading?.catch(() => undefined);
    for (;;) {
      const reading = await this.#surroundings.database.read(['threads']);
      const coverage = await reading.objectStore('threads').get(this.#id);
      if (coverage?.from && compareKeys(coverage.from, key) <= 0) break;
      if (!coverage || coverage.complete) return false;
      try {
        await this.#load('older');
      } catch {
        return false;
      }
    }
    if (!this.#oldest || compareKeys(key, this.#oldest) < 0) this.#oldest = key;
    await this.#refresh();
    // A few older ones, so that it does not stand at the edge.
    if (this.source.value.messages[0]?.id === place.id) await this.older().catch(() => undefined);
    return this.source.value.messages.some(({ id }) => id === place.id);
  }

  async #open(): Promise<void> {
    await this.#refresh();
    await this.ensure().catch(() => undefined);
  }

  #close(): void {
    clearTimeout(this.#leaseTimer);
    this.#oldest = undefined;
    this.#opened = false;
    this.#firstUnreadId = undefined;
    // The newest page stays in memory: opening the chat again paints at once.
    const view = without(this.source.value, 'firstUnreadId');
    this.source.set({ ...view, messages: view.messages.slice(-threadPage) });
  }

  /** Nothing of the person who left stays in memory. */
  forget(): void {
    this.#oldest = undefined;
    this.#missing = false;
    this.source.set(blank);
  }

  #load(end: 'newest' | 'older'): Promise<void> {
    if (this.#loading) return this.#loading;
    this.#loading = this.#loader
      .thread(this.#id, end)
      .then(
        (found) => {
          this.#unanswered = false;
          this.#missing = !found;
          // Until now the window showed the few messages that events had brought.
          if (end === 'newest') this.#oldest = undefined;
        },
        (cause: unknown) => {
          this.#unanswered = true;
          throw cause;
        },
      )
      .finally(async () => {
        this.#loading = undefined;
        await this.#refresh();
      });
    this.source.set({ ...this.source.value, loading: true });
    return this.#loading;
  }

  async #read(): Promise<void> {
    const { database, now } = this.#surroundings;
    const reading = await database.read(threadStores);
    const [conversation, coverage, viewer, outbox, messages] = await Promise.all([
      reading.objectStore('conversations').get(this.#id),
      reading.objectStore('threads').get(this.#id),
      readMeta(reading, 'viewer'),
      reading.objectStore('outbox').getAll(),
      this.#window(reading),
    ]);
    if (!this.source.watched) return;
    const confirmed = new Set(messages.flatMap(({ clientKey }) => clientKey ?? []));
    const mine = outbox.filter(
      (entry) =>
        entry.conversationId === this.#id &&
        entry.personId === viewer?.person.id &&
        !confirmed.has(entry.clientKey),
    );
    this.#watchLeases(mine.flatMap(({ lease }) => lease?.until ?? []));
    if (!this.#opened && conversation) {
      this.#opened = true;
      this.#firstUnreadId = conversation.firstUnreadMessageId;
    }
    this.source.set(
      known<ConversationView>({
        conversation,
        messages: [...this.#unchanged(messages), ...mine.map((entry) => localMessage(entry, now()))],
        hasOlder: this.#hasOlder(coverage),
        loading: this.#loading !== undefined || this.#awaits(coverage),
        firstUnreadId: this.#firstUnreadId,
        missing: this.#missing && !conversation,
      }),
    );
  }

  /** The covered messages from `#oldest` on; the newest page when nothing has been shown yet. */
  async #window(reading: DeskTransaction<ThreadStore>): Promise<MessageRecord[]> {
    const coverage = await reading.objectStore('threads').get(this.#id);
    if (!coverage?.from) return [];
    const store = reading.objectStore('messages');
    if (this.#oldest && compareKeys(this.#oldest, coverage.from) >= 0) {
      return store.getAll(IDBKeyRange.bound(this.#oldest, [this.#id, []]));
    }
    const newest = await this.#backwards(reading, coverage.from, [this.#id, []]);
    if (newest[0]) this.#oldest = keyOf(newest[0]);
    return newest;
  }

  /** Moves the window's edge a page back within the store; false when it already shows all that is covered. */
  async #widen(): Promise<boolean> {
    const reading = await this.#surroundings.database.read(threadStores);
    const coverage = await reading.objectStore('threads').get(this.#id);
    if (!coverage?.from || !this.#oldest || compareKeys(coverage.from, this.#oldest) >= 0) return false;
    const [oldest] = await this.#backwards(reading, coverage.from, this.#oldest);
    if (!oldest) return false;
    this.#oldest = keyOf(oldest);
    return true;
  }

  /** One page before `end`, chronological. */
  #backwards(
    reading: DeskTransaction<ThreadStore>,
    from: MessageKey,
    end: IDBValidKey,
  ): Promise<MessageRecord[]> {
    const range = IDBKeyRange.bound(from, end, false, true);
    return reading.objectStore('messages').getLast(range, threadPage);
  }

  /** Nothing has been loaded yet, and the attempt is about to begin. */
  #awaits(coverage: CoverageRecord | undefined): boolean {
    return !coverage?.before && !coverage?.complete && !this.#missing && !this.#unanswered;
  }

  #hasOlder(coverage: CoverageRecord | undefined): boolean {
    if (!coverage) return !this.#missing;
    if (!coverage.complete) return true;
    return coverage.from !== undefined && this.#oldest !== undefined
      ? compareKeys(this.#oldest, coverage.from) > 0
      : false;
  }

  /** Same version, same object: rows of messages that did not change are not drawn again. */
  #unchanged(messages: readonly MessageRecord[]): MessageRecord[] {
    const shown = new Map(this.source.value.messages.map((message) => [message.id, message]));
    return messages.map((message) => {
      const before = shown.get(message.id);
      return before && !before.local && before.version === message.version ? before : message;
    });
  }

  /** An abandoned "sending" turns back into "waiting" by itself. */
  #watchLeases(until: readonly Instant[]): void {
    clearTimeout(this.#leaseTimer);
    const now = this.#surroundings.now();
    const next = until.filter((time) => time > now);
    if (next.length > 0) {
      this.#leaseTimer = setTimeout(() => void this.#refresh(), Math.min(...next) - now);
    }
  }
}
