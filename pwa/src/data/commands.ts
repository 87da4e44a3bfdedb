/** What a person does in a conversation: sent to the server, its answer applied by the same rules as events. */

import * as documents from '../net/documents/serving';
import type { Operation } from '../net/operation';
import type * as wire from '../net/wire';
import { consequencesOfAnswer } from './application';
import type { Outcome, SendOptions } from './desk';
import { heldStores, Holdings } from './holdings';
import { readMeta } from './meta';
import { done, outcomeOf, refusal } from './outcome';
import { decide, enqueue } from './outbox';
import { wordsOf, type Outgoing } from './outgoing';
import type { ConversationRecord, Id, MessageRecord } from './records';
import type { Surroundings } from './surroundings';
import { conversationFrom, messageFrom } from './translation';

export class Commands {
  readonly #surroundings: Surroundings;
  readonly #personId: () => Id | undefined;
  /** Read marks that the network did not take: repeated when it is back. */
  readonly #unsentReadMarks = new Map<Id, Id>();

  constructor(surroundings: Surroundings, personId: () => Id | undefined) {
    this.#surroundings = surroundings;
    this.#personId = personId;
  }

  async send(
    conversationId: Id,
    what: string | Outgoing,
    { replyTo, internal, upload, hold }: SendOptions,
  ): Promise<void> {
    const personId = this.#personId();
    if (!personId) throw new Error('nobody is signed in');
    const { database, uuid, now, tabs } = this.#surroundings;
    const content = typeof what === 'string' ? undefined : what;
    const text = wordsOf(what);
    const kept = hold ? { hold: { sendsItself: true } } : {};
    const words = { clientKey: uuid(), conversationId, personId, text, replyTo, internal };
    const entry = { ...words, content, upload, ...kept };
    await enqueue(database, entry, now());
    tabs.changed({ outbox: true });
  }

  async retry(message: MessageRecord): Promise<Outcome> {
    if (message.local) return this.#decide(message, 'retry');
    return this.#onMessage(documents.retryMessage, message, (answer) => answer.retryMessage);
  }

  async discard(message: MessageRecord): Promise<Outcome> {
    if (message.local) return this.#decide(message, 'discard');
    return this.#onMessage(documents.discardMessage, message, (answer) => answer.discardMessage);
  }

  async markRead(conversationId: Id, upTo: Id): Promise<Outcome> {
    this.#unsentReadMarks.delete(conversationId);
    const outcome = await this.onConversation(documents.markConversationRead, { conversationId, upTo });
    if (!outcome.ok && outcome.code === 'OFFLINE') this.#unsentReadMarks.set(conversationId, upTo);
    return outcome;
  }

  markUnread(conversationId: Id): Promise<Outcome> {
    this.#unsentReadMarks.delete(conversationId);
    return this.onConversation(documents.markConversationUnread, { conversationId });
  }

  connected(): void {
    for (const [conversationId, upTo] of [...this.#unsentReadMarks]) void this.markRead(conversationId, upTo);
  }

  forget(): void {
    this.#unsentReadMarks.clear();
  }

  onConversation<Input>(
    operation: Operation<documents.ConversationAnswer, { input: Input }>,
    input: Input,
  ): Promise<Outcome> {
    return outcomeOf(async () => {
      const { answer } = await this.#surroundings.request(operation, { input });
      const { conversation } = answer;
      if (conversation) await this.apply(conversation.id, { conversation: conversationFrom(conversation) });
      return answer.error;
    });
  }

  renameContact(contactId: Id, name: string): Promise<Outcome> {
    // Its conversations change by the event that follows.
    return outcomeOf(async () => {
      const input = { contactId, name };
      return (await this.#surroundings.request(documents.updateContact, { input })).updateContact.error;
    });
  }

  #onMessage<Answer>(
    operation: Operation<Answer, { input: { messageId: Id } }>,
    { id, conversationId }: MessageRecord,
    payloadOf: (answer: Answer) => { message: wire.Message | null; error: wire.OperationError | null },
  ): Promise<Outcome> {
    return outcomeOf(async () => {
      const answer = await this.#surroundings.request(operation, { input: { messageId: id } });
      const { message, error } = payloadOf(answer);
      if (message) await this.apply(conversationId, { message: messageFrom(message) });
      return error;
    });
  }

  async #decide({ id }: MessageRecord, decision: 'retry' | 'discard'): Promise<Outcome> {
    const { database, now, tabs } = this.#surroundings;
    if (!(await decide(database, id, decision, now()))) {
      return refusal('CONFLICT', 'the message is being sent, or has been');
    }
    tabs.changed({ outbox: true });
    return done;
  }

  /** What the server answered, written as an event would be. */
  async apply(
    conversationId: Id,
    answer: { message?: MessageRecord; conversation?: ConversationRecord },
  ): Promise<void> {
    const { database, tabs } = this.#surroundings;
    const transaction = await database.write(heldStores);
    const viewer = await readMeta(transaction, 'viewer');
    if (!viewer || viewer.person.id !== this.#personId()) return;
    const subject = { conversationId, messageId: answer.message?.id };
    const holdings = await Holdings.read(transaction, viewer, [subject]);
    holdings.absorb(consequencesOfAnswer(answer, holdings.held(subject)));
    const change = await holdings.write(transaction);
    await transaction.done;
    tabs.changed(change);
  }
}
