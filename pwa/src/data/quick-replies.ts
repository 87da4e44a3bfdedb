/** The stored answers of the person who is signed in: shown from the device at once, loaded anew when they may have changed. */

import * as documents from '../net/documents/expressions';
import { coalesced } from './coalesced';
import type { Outcome } from './desk';
import { known } from './known';
import { readMeta, writeMeta } from './meta';
import { Source, type Observable } from './observable';
import { outcomeOf } from './outcome';
import type { Id, QuickReplyRecord } from './records';
import type { Surroundings } from './surroundings';

/** What a stored answer shall be. */
export interface QuickReplyDraft {
  shortName: string;
  text: string;
  /** Everybody's, a department's, or one's own. */
  sharedWith: { kind: 'everybody' } | { kind: 'department'; id: Id } | { kind: 'nobody' };
}

export class QuickReplies {
  readonly #surroundings: Surroundings;
  readonly #all = new Source<readonly QuickReplyRecord[]>([], { started: () => void this.#open() });
  readonly #load = coalesced(() => this.#fetch());

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
    surroundings.tabs.hear((notice) => {
      if (notice.kind !== 'change') return;
      if (notice.change.quickReplies) void this.#show();
      else if (notice.change.directory && this.#all.watched) void this.refresh();
    });
  }

  get all(): Observable<readonly QuickReplyRecord[]> {
    return this.#all;
  }

  /** Silent without a network: what the device has stays. */
  async refresh(): Promise<void> {
    await this.#load().catch(() => undefined);
  }

  save(draft: QuickReplyDraft, id: Id | undefined): Promise<Outcome> {
    const { sharedWith, shortName, text } = draft;
    const input = {
      shortName,
      text,
      departmentId: sharedWith.kind === 'department' ? sharedWith.id : null,
      personal: sharedWith.kind === 'nobody',
    };
    const { request } = this.#surroundings;
    return this.#changing(async () => {
      const answer =
        id === undefined
          ? await request(documents.createQuickReply, { input })
          : await request(documents.updateQuickReply, { id, input });
      return answer.answer.error;
    });
  }

  remove(id: Id): Promise<Outcome> {
    const { request } = this.#surroundings;
    return this.#changing(async () => (await request(documents.deleteQuickReply, { id })).answer.error);
  }

  async #changing(command: Parameters<typeof outcomeOf>[0]): Promise<Outcome> {
    const outcome = await outcomeOf(command);
    if (outcome.ok) await this.refresh();
    return outcome;
  }

  async #open(): Promise<void> {
    await this.#show();
    await this.refresh();
  }

  async #show(): Promise<void> {
    const reading = await this.#surroundings.database.read(['meta']);
    this.#all.set((await readMeta(reading, 'quickReplies')) ?? []);
  }

  async #fetch(): Promise<void> {
    const { database, request, tabs } = this.#surroundings;
    const owner = await readMeta(await database.read(['meta']), 'viewer');
    const { quickReplies } = await request(documents.quickReplies, {});
    const transaction = await database.write(['meta']);
    // Signed out meanwhile, or somebody else by now: theirs are not these.
    const viewer = await readMeta(transaction, 'viewer');
    if (!viewer || viewer.person.id !== owner?.person.id) return;
    await writeMeta(transaction, 'quickReplies', quickReplies.map(recordFrom));
    await transaction.done;
    tabs.changed({ quickReplies: true });
  }
}

function recordFrom({
  id,
  shortName,
  text,
  department,
  person,
  editable,
}: documents.QuickReply): QuickReplyRecord {
  return known<QuickReplyRecord>({
    id,
    shortName,
    text,
    departmentId: department?.id,
    own: person !== null,
    editable,
  });
}
