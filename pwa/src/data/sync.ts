/**
 * Keeps the records true: applies the server's events in the order of the journal, many in one transaction, together
 * with the cursor up to which they are applied. Whoever is fenced off (another tab took the line over) writes nothing.
 */

import { consequencesOf } from './application';
import type { DeskEvent } from './events';
import { heldStores, Holdings, type Subject } from './holdings';
import { readMeta, writeMeta } from './meta';
import type { Id, MessageRecord } from './records';
import type { Surroundings } from './surroundings';

export interface SyncOptions {
  surroundings: Surroundings;
  /** Fencing token of this tab: written to `meta.holder` when it takes the line. */
  token: Id;
  /** After the commit: messages that are new on this device. */
  arrived: (messages: readonly MessageRecord[]) => void;
  /** What has to be loaded is marked in the store: the directory as stale, or everything by the cursor's absence. */
  reload: (what: 'directory' | 'everything') => void;
  /** A batch could not be written, or this tab no longer holds the line. */
  failed: () => void;
}

/** Keeps transactions short enough for the screen to read in between. */
const batchSize = 200;

export class Sync {
  readonly #options: SyncOptions;
  #waiting: DeskEvent[] = [];
  #working = false;
  /** Grows when the line is cut: what was received before must not be applied after a fresh start. */
  #epoch = 0;

  constructor(options: SyncOptions) {
    this.#options = options;
  }

  receive(event: DeskEvent): void {
    if (event.kind === 'typing') {
      const { conversationId, personId, personName } = event;
      this.#options.surroundings.tabs.tell({ kind: 'typing', conversationId, personId, personName });
      return;
    }
    this.#waiting.push(event);
    if (!this.#working) void this.#work();
  }

  /** Forgets what was received and not yet applied: the next subscription brings it again. */
  reset(): void {
    this.#epoch += 1;
    this.#waiting = [];
  }

  async #work(): Promise<void> {
    this.#working = true;
    try {
      while (this.#waiting.length > 0) await this.#applyBatch(this.#waiting.splice(0, batchSize));
    } catch {
      this.reset();
      this.#options.failed();
    } finally {
      this.#working = false;
    }
  }

  async #applyBatch(events: readonly DeskEvent[]): Promise<void> {
    const { surroundings, token, arrived, reload, failed } = this.#options;
    const epoch = this.#epoch;
    const transaction = await surroundings.database.write(heldStores);
    const [holder, viewer] = await Promise.all([
      readMeta(transaction, 'holder'),
      readMeta(transaction, 'viewer'),
    ]);
    if (epoch !== this.#epoch) return;
    if (holder !== token || !viewer) {
      this.reset();
      failed();
      return;
    }
    const holdings = await Holdings.read(transaction, viewer, events.flatMap(subjectOf));
    const reloads = new Set<'directory' | 'everything'>();
    const added: MessageRecord[] = [];
    for (const event of events) {
      const [subject] = subjectOf(event);
      const held = holdings.held(subject ?? {});
      const consequences = consequencesOf(event, held);
      holdings.absorb(consequences);
      if (consequences.reload) reloads.add(consequences.reload);
      if (event.kind === 'messageAdded' && !held.message) added.push(event.message);
    }
    const change = await holdings.write(transaction);
    if (reloads.has('directory')) await writeMeta(transaction, 'directoryStale', true);
    const cursor = reloads.has('everything') ? undefined : events.at(-1)?.cursor;
    await writeMeta(transaction, 'cursor', cursor);
    await transaction.done;
    const templates = events.some(({ kind }) => kind === 'templatesChanged');
    surroundings.tabs.changed(templates ? { ...change, templates } : change);
    arrived(added);
    for (const what of reloads) reload(what);
  }
}

function subjectOf(event: DeskEvent): Subject[] {
  switch (event.kind) {
    case 'messageAdded':
    case 'messageChanged':
      return [{ conversationId: event.message.conversationId, messageId: event.message.id }];
    case 'conversationChanged':
      return [{ conversationId: event.conversation.id }];
    case 'conversationHidden':
      return [{ conversationId: event.conversationId }];
    default:
      return [];
  }
}
