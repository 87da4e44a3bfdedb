/** What the placeholders of a text stand for in one conversation, as the server would fill them in (L-074, Z-37). */

import type { ContactValueRecord, ConversationRecord, Directory } from '../data';
import { withoutPictures, type Facts, type PlaceholderName } from '../rules/placeholders';

/** What is known of a contact as a picture. */
export type ContactPicture = ContactValueRecord & { picture: NonNullable<ContactValueRecord['picture']> };

interface Known {
  conversation: ConversationRecord | undefined;
  directory: Directory;
  /** The names of who writes and of the department. */
  agent: string | undefined;
  department: string | undefined;
}

export class ConversationFacts implements Facts {
  readonly fields: ReadonlySet<string>;
  readonly #known: Known;
  readonly #values: ReadonlyMap<string, ContactValueRecord>;

  constructor(known: Known) {
    this.#known = known;
    const fields = [...(known.directory.fields?.values() ?? [])];
    this.fields = new Set(fields.map(({ key }) => key));
    const values = known.conversation?.contact.details?.values ?? [];
    this.#values = new Map(
      fields.flatMap(({ id, key }) => {
        const value = values.find(({ fieldId }) => fieldId === id);
        return value ? [[`contact.${key}`, value] as const] : [];
      }),
    );
  }

  readonly valueOf = (name: PlaceholderName): string | undefined => {
    const { conversation, directory, agent, department } = this.#known;
    const contact = conversation?.contact;
    // Not the number that stands in for a name in lists.
    const contactName = [contact?.editedName, contact?.profileName].find((known) => known?.trim());
    switch (name) {
      case 'contact.name':
        return contactName?.trim();
      case 'contact.firstName':
        return firstWord(contactName);
      case 'contact.phone':
        return contact?.addresses.findLast(({ kind }) => kind === 'WA_ID')?.display;
      case 'agent.name':
        return agent;
      case 'agent.firstName':
        return firstWord(agent);
      case 'department.name':
        return department;
      case 'channel.name':
        return conversation && directory.channels.get(conversation.channelId)?.name;
      case 'ticket.protocol':
        return conversation?.ticket?.protocol;
      default:
        return this.#values.get(name)?.text;
    }
  };

  /** L-076: what a text says besides the pictures that it names, and those. */
  withoutPictures(text: string): { words: string; pictures: readonly ContactPicture[] } {
    return withoutPictures(text, this.fields, (name) => {
      const value = this.#values.get(name);
      return value && isPicture(value) ? value : undefined;
    });
  }
}

function isPicture(value: ContactValueRecord): value is ContactPicture {
  return value.picture !== undefined;
}

function firstWord(name: string | undefined): string | undefined {
  return name?.trim().split(/\s+/)[0] || undefined;
}
