/** What a person began to write, per conversation: kept through reloads, deaths of the page and ended sessions. */

import { coalesced } from './coalesced';
import { Source, type Observable } from './observable';
import type { Id } from './records';
import type { Surroundings } from './surroundings';

export class Drafts {
  readonly #surroundings: Surroundings;
  readonly #all = new Source<ReadonlyMap<Id, string>>(new Map());
  readonly #unsaved = new Map<Id, string>();
  readonly #save = coalesced(() => this.#write());
  readonly #refresh = coalesced(() => this.#read());
  #personId: Id | undefined;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  get all(): Observable<ReadonlyMap<Id, string>> {
    return this.#all;
  }

  async start(personId: Id): Promise<void> {
    this.#personId = personId;
    await this.#refresh();
  }

  stop(): void {
    this.#personId = undefined;
    this.#unsaved.clear();
    this.#all.set(new Map());
  }

  changed(): Promise<void> {
    return this.#refresh();
  }

  async of(conversationId: Id): Promise<string> {
    const unsaved = this.#unsaved.get(conversationId);
    if (unsaved !== undefined || !this.#personId) return unsaved ?? '';
    const reading = await this.#surroundings.database.read(['drafts']);
    const record = await reading.objectStore('drafts').get([this.#personId, conversationId]);
    return record?.text ?? '';
  }

  /** Written without delay, several key presses in one transaction: a killed page loses next to nothing. */
  save(conversationId: Id, text: string): void {
    if (!this.#personId) return;
    this.#unsaved.set(conversationId, text);
    void this.#save();
  }

  async #write(): Promise<void> {
    const personId = this.#personId;
    if (!personId || this.#unsaved.size === 0) return;
    const { database, now, tabs } = this.#surroundings;
    const unsaved = new Map(this.#unsaved);
    const transaction = await database.write(['drafts']);
    const store = transaction.objectStore('drafts');
    for (const [conversationId, text] of unsaved) {
      if (text === '') void store.delete([personId, conversationId]);
      else void store.put({ personId, conversationId, text, savedAt: now() });
    }
    await transaction.done;
    for (const [conversationId, text] of unsaved) {
      if (this.#unsaved.get(conversationId) === text) this.#unsaved.delete(conversationId);
    }
    tabs.changed({ drafts: true });
  }

  async #read(): Promise<void> {
    const personId = this.#personId;
    if (!personId) return;
    const reading = await this.#surroundings.database.read(['drafts']);
    const records = await reading.objectStore('drafts').getAll(IDBKeyRange.bound([personId], [personId, []]));
    if (this.#personId !== personId) return;
    this.#all.set(new Map(records.map(({ conversationId, text }) => [conversationId, text])));
  }
}
