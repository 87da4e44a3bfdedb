/** Message templates: kept on the device, loaded anew when they are looked at, and begun conversations with. */

import * as documents from '../../net/documents/templates';
import type { BringFile } from '../../net/upload';
import type { Outcome } from '../desk';
import { bare, without } from '../known';
import { readMeta, writeMeta } from '../meta';
import { outcomeOf } from '../outcome';
import type { Id } from '../records';
import type { Surroundings } from '../surroundings';
import { conversationFrom } from '../translation';
import { bringNow } from '../uploads/bring-now';
import type {
  SlotFile,
  StandingRecord,
  StartRequest,
  TemplateList,
  TemplateRecord,
  Uploads,
} from './records';

export type Begun = { outcome: Outcome; conversationId?: Id; standing?: StandingRecord };

export class Templates {
  readonly #surroundings: Surroundings;
  readonly #bringing: () => Promise<BringFile>;

  constructor(surroundings: Surroundings, bringing: () => Promise<BringFile>) {
    this.#surroundings = surroundings;
    this.#bringing = bringing;
  }

  /** What the device has of a number's templates. */
  async kept(channelId: Id): Promise<TemplateList | undefined> {
    const reading = await this.#surroundings.database.read(['meta']);
    return (await readMeta(reading, 'templates'))?.[channelId];
  }

  /** What the server has now. Fails as requests do. */
  async load(channelId: Id): Promise<TemplateList> {
    const { database, request, tabs } = this.#surroundings;
    const { templates, syncedAt } = (await request(documents.templates, { channelId })).templates;
    const list: TemplateList = {
      templates: templates.map((template) => bare<TemplateRecord>(template)),
      ...(syncedAt === null ? {} : { syncedAt: Date.parse(syncedAt) }),
    };
    const writing = await database.write(['meta']);
    // Somebody who has signed out meanwhile leaves nothing behind.
    if (!(await readMeta(writing, 'viewer'))) return list;
    const kept = await readMeta(writing, 'templates');
    await writeMeta(writing, 'templates', { ...kept, [channelId]: list });
    await writing.done;
    tabs.changed({});
    return list;
  }

  /** Calls back when Meta decided something about a template; ends by the function returned. */
  follow(changed: () => void): () => void {
    return this.#surroundings.tabs.hear((notice) => {
      if (notice.kind === 'change' && (notice.change.templates || notice.change.everything)) changed();
    });
  }

  keep(templateId: Id, favourite: boolean): Promise<Outcome> {
    return outcomeOf(async () => {
      const input = { templateId, favourite };
      return (await this.#surroundings.request(documents.setTemplateFavourite, { input }))
        .setTemplateFavourite.error;
    });
  }

  /** Undefined when it is no phone number. Fails as requests do. */
  async standing(channelId: Id, phone: string): Promise<StandingRecord | undefined> {
    const { contactStanding } = await this.#surroundings.request(documents.contactStanding, {
      channelId,
      phone,
    });
    return contactStanding ? standingFrom(contactStanding) : undefined;
  }

  newKey(): Id {
    return this.#surroundings.uuid();
  }

  /** Brings files that no entry of the outbox takes along: of carousel cards, and of a conversation that is about to begin. */
  async bring(files: readonly SlotFile[]): Promise<Outcome & { uploads: Uploads }> {
    const uploads: Record<string, Id> = {};
    for (const { slot, upload } of files) {
      const brought = await bringNow(this.#bringing, upload);
      if (!brought.ok) return { ...brought, uploads };
      uploads[slot] = brought.uploadId;
    }
    return { ok: true, uploads };
  }

  async start(start: StartRequest): Promise<Begun> {
    const begun: Partial<Begun> = {};
    const outcome = await outcomeOf(async () => {
      const values = start.values.map((value) => without(value, 'file'));
      const input = { ...start, values, name: start.name.trim() || null };
      const answer = (await this.#surroundings.request(documents.startConversation, { input }))
        .startConversation;
      if (answer.conversation) begun.conversationId = answer.conversation.id;
      if (answer.standing) begun.standing = standingFrom(answer.standing);
      return answer.error;
    });
    return { ...begun, outcome };
  }
}

function standingFrom({ known, protocol, conversation }: documents.Standing): StandingRecord {
  return {
    known,
    ...(protocol === null ? {} : { protocol }),
    ...(conversation === null ? {} : { conversation: conversationFrom(conversation) }),
  };
}
