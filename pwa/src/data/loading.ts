/**
 * From the server into the store: pages of lists and threads, the directory, and everything at once. What is loaded is
 * written only while the same person is signed in, and never brings back what was hidden during the request.
 */

import * as documents from '../net/documents/reading';
import type * as wire from '../net/wire';
import { compareKeys, newerConversation, newerMessage } from './application';
import { keyOf, type CoverageRecord, type ListRecord } from './database';
import { heldStores, Holdings } from './holdings';
import { known } from './known';
import { readMeta, writeMeta } from './meta';
import { listNames, type ConversationRecord, type Id, type ListName, type MessageRecord } from './records';
import type { Surroundings } from './surroundings';
import { conversationFrom, directoryFrom, messageFrom } from './translation';

export const listPage = 30;
export const threadPage = 50;

export class Loader {
  readonly #surroundings: Surroundings;
  /** Conversations that were hidden, each with when: counted, not timed. */
  readonly #hidden = new Map<Id, number>();
  #clock = 0;
  /** Pages that are on their way: asked for by a screen and by the warming at once, say. */
  readonly #threads = new Map<string, Promise<boolean>>();

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
    surroundings.tabs.hear((notice) => {
      if (notice.kind !== 'change') return;
      for (const id of notice.change.hidden ?? []) this.#hidden.set(id, this.#clock);
    });
  }

  /** The next page of a list; nothing when there is none. */
  async list(list: ListName, first = listPage): Promise<void> {
    const { database, request, tabs } = this.#surroundings;
    const reading = await database.read(['lists', 'meta']);
    const [paged, viewer] = await Promise.all([
      reading.objectStore('lists').get(list),
      readMeta(reading, 'viewer'),
    ]);
    if (!viewer || paged?.complete) return;
    const asked = this.#clock++;
    const { inbox } = await request(documents.inbox, { list, first, after: paged?.after ?? null });
    const loaded = this.#visible(
      inbox.edges.map(({ node }) => conversationFrom(node)),
      asked,
    );
    const writing = await database.write(['conversations', 'lists', 'meta']);
    if ((await readMeta(writing, 'viewer'))?.person.id !== viewer.person.id) return;
    const conversations = writing.objectStore('conversations');
    const held = await Promise.all(loaded.map(({ id }) => conversations.get(id)));
    await Promise.all([
      ...loaded.map((record, index) => conversations.put(newerConversation(record, held[index]))),
      writing.objectStore('lists').put(listRecord(list, inbox.pageInfo)),
    ]);
    await writing.done;
    tabs.changed({ conversations: loaded.map(({ id }) => id), lists: [list] });
  }

  /**
   * A page of a thread: its newest messages, or those before what is covered. False when the server does not show the
   * conversation to the viewer.
   */
  thread(id: Id, end: 'newest' | 'older'): Promise<boolean> {
    const key = `${end} ${id}`;
    const underway = this.#threads.get(key);
    if (underway) return underway;
    const loading = this.#thread(id, end).finally(() => this.#threads.delete(key));
    this.#threads.set(key, loading);
    return loading;
  }

  async #thread(id: Id, end: 'newest' | 'older'): Promise<boolean> {
    const { database, request, tabs } = this.#surroundings;
    const reading = await database.read(['threads', 'meta']);
    const [coverage, viewer] = await Promise.all([
      reading.objectStore('threads').get(id),
      readMeta(reading, 'viewer'),
    ]);
    if (!viewer) return true;
    const asked = this.#clock++;
    const before = end === 'older' ? (coverage?.before ?? null) : null;
    const { conversation } = await request(documents.thread, { id, last: threadPage, before });
    if (!conversation) return false;
    const messages = conversation.messages.edges.map(({ node }) => messageFrom(node));
    const [record] = this.#visible([conversationFrom(conversation)], asked);
    if (!record) return false;

    const writing = await database.write(heldStores);
    const now = await readMeta(writing, 'viewer');
    if (now?.person.id !== viewer.person.id) return true;
    const subjects = messages.map((message) => ({ conversationId: id, messageId: message.id }));
    const holdings = await Holdings.read(writing, now, [{ conversationId: id }, ...subjects]);
    const held = holdings.held({ conversationId: id });
    holdings.absorb({ conversation: newerConversation(record, held.conversation) });
    for (const message of messages) {
      const newer = newerMessage(message, holdings.held({ messageId: message.id }).message);
      holdings.absorb({ message: newer, ...(newer.clientKey ? { delivered: newer.clientKey } : {}) });
    }
    const { pageInfo } = conversation.messages;
    holdings.cover(
      end === 'older'
        ? extended(id, held.coverage, messages, pageInfo)
        : joined(id, held.coverage, messages, pageInfo),
    );
    const change = await holdings.write(writing);
    await writing.done;
    tabs.changed(change);
    return true;
  }

  async directory(): Promise<void> {
    const { database, request, tabs } = this.#surroundings;
    const viewerId = await this.#viewerId();
    const directory = directoryFrom(await request(documents.directory, {}));
    const writing = await database.write(['directory', 'meta']);
    if (!viewerId || (await readMeta(writing, 'viewer'))?.person.id !== viewerId) return;
    await writing.objectStore('directory').put(directory, 'all');
    await writeMeta(writing, 'directoryStale', undefined);
    await writing.done;
    tabs.changed({ directory: true });
  }

  /**
   * Replaces all records by what the server has now; the events after the noted cursor make up for the meantime. Only
   * for the holder of the line (`token`), while it applies no events.
   */
  async everything(token: Id): Promise<void> {
    const { database, request, tabs } = this.#surroundings;
    const viewerId = await this.#viewerId();
    if (!viewerId) return;
    const { cursor } = await request(documents.head, {});
    const [directory, ...pages] = await Promise.all([
      request(documents.directory, {}),
      ...listNames.map((list) => request(documents.inbox, { list, first: listPage, after: null })),
    ]);
    const writing = await database.write([...heldStores, 'lists', 'directory']);
    if ((await readMeta(writing, 'viewer'))?.person.id !== viewerId) return;
    if ((await readMeta(writing, 'holder')) !== token) return;
    const conversations = writing.objectStore('conversations');
    await Promise.all([
      conversations.clear(),
      writing.objectStore('messages').clear(),
      writing.objectStore('threads').clear(),
      writing.objectStore('lists').clear(),
      writing.objectStore('directory').put(directoryFrom(directory), 'all'),
    ]);
    for (const [index, { inbox }] of pages.entries()) {
      for (const { node } of inbox.edges) {
        const record = conversationFrom(node);
        await conversations.put(newerConversation(record, await conversations.get(record.id)));
      }
      await writing.objectStore('lists').put(listRecord(listNames[index] as ListName, inbox.pageInfo));
    }
    // What the worker sent is among the server's messages now, to be loaded when its thread is opened.
    const outbox = writing.objectStore('outbox');
    for (const { state, position } of await outbox.getAll()) {
      if (state === 'sent' && position !== undefined) await outbox.delete(position);
    }
    await writeMeta(writing, 'cursor', cursor);
    await writeMeta(writing, 'directoryStale', undefined);
    await writing.done;
    tabs.changed({ everything: true, directory: true });
  }

  async #viewerId(): Promise<Id | undefined> {
    const reading = await this.#surroundings.database.read(['meta']);
    return (await readMeta(reading, 'viewer'))?.person.id;
  }

  #visible(loaded: readonly ConversationRecord[], asked: number): ConversationRecord[] {
    return loaded.filter(({ id }) => (this.#hidden.get(id) ?? -1) <= asked);
  }
}

function listRecord(list: ListName, { endCursor, hasNextPage }: wire.PageInfo): ListRecord {
  return known<ListRecord>({ list, after: endCursor, complete: !hasNextPage });
}

/** The newest page and the held run both reach up to the newest message: together they have no hole. */
function joined(
  conversationId: Id,
  held: CoverageRecord | undefined,
  messages: readonly MessageRecord[],
  pageInfo: wire.PageInfo,
): CoverageRecord {
  const oldest = messages[0] && keyOf(messages[0]);
  const reachesFurther = held?.from && oldest && compareKeys(held.from, oldest) <= 0;
  // A run that was paged further back knows better where it ends.
  if (reachesFurther && (held.before || held.complete)) return held;
  return extended(conversationId, held, messages, pageInfo);
}

/** A page that ends where the held run begins, or overlaps it. */
function extended(
  conversationId: Id,
  held: CoverageRecord | undefined,
  messages: readonly MessageRecord[],
  { startCursor, hasPreviousPage }: wire.PageInfo,
): CoverageRecord {
  const [oldest] = [held?.from, messages[0] && keyOf(messages[0])]
    .filter((key) => key !== undefined)
    .sort(compareKeys);
  const complete = !hasPreviousPage || messages.length === 0;
  return known<CoverageRecord>({ conversationId, from: oldest, before: startCursor, complete });
}
