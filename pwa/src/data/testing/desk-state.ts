/** The desk in memory as the schema's root: queries, mutations and the subscription as methods. */

import type { HoldReplyInput } from '../../net/documents/holding';
import type { SendMessageInput } from '../../net/documents/serving';
import { DeskModel, page, type Caller } from './desk-model';

interface Input<T> {
  input: T;
}

export class DeskState extends DeskModel {
  me(_: unknown, caller: Caller) {
    return this.viewer(this.person(caller));
  }

  installation() {
    return { name: 'Test', vapidPublicKey: 'BAAA', version: '1', demo: false };
  }

  cursor() {
    return this.journal.head;
  }

  people(_: unknown, caller: Caller) {
    this.person(caller);
    return this.staff.map((id) => this.personOf(id));
  }

  departments() {
    return [{ id: 'sales', name: 'Vendas', members: [] }];
  }

  channels() {
    return [
      { id: 'number', name: 'Principal', phoneNumberId: '1', mayStart: true, department: null, paused: null },
    ];
  }

  customFields() {
    return this.fields;
  }

  inbox({ list, first, after }: { list: string; first: number; after: string | null }, caller: Caller) {
    const personId = this.person(caller);
    const all = [...this.chats.values()]
      .filter(({ agentId }) => list !== 'MINE' || agentId === personId)
      .sort((a, b) => this.activityOf(b).localeCompare(this.activityOf(a)));
    const from = Number(after ?? 0);
    const edges = all.slice(from, from + first).map((chat) => ({ cursor: '', node: this.render(chat) }));
    const hasNextPage = from + first < all.length;
    return { edges, pageInfo: { ...page, hasNextPage, endCursor: String(from + first) } };
  }

  conversation({ id }: { id: string }, caller: Caller) {
    this.person(caller);
    const chat = this.chats.get(id);
    return chat ? this.render(chat) : null;
  }

  signIn({ input: { email, password } }: Input<{ email: string; password: string }>, caller: Caller) {
    const personId = email.split('@')[0] as string;
    if (password !== 'right') {
      return { viewer: null, error: { code: 'INVALID_CREDENTIALS', message: 'wrong' } };
    }
    const token = `session-${(this.count += 1)}`;
    this.sessions.set(token, personId);
    caller.setCookie?.(`session=${token}; Path=/; HttpOnly`);
    return { viewer: this.viewer(personId), error: null };
  }

  signOut(_: unknown, caller: Caller) {
    if (caller.token) this.sessions.delete(caller.token);
    caller.setCookie?.('session=; Path=/; Max-Age=0');
    return { error: null };
  }

  sendMessage({ input }: Input<SendMessageInput>, caller: Caller) {
    const personId = this.person(caller);
    const chat = this.chat(input.conversationId);
    const known = chat.messages.find(({ clientKey }) => clientKey === input.clientKey);
    if (known) return { message: known, conversation: this.render(chat), error: null };
    if (this.refuseSends) return { message: null, conversation: null, error: this.refuseSends };
    const { clientKey, conversationId, text } = input;
    this.ledger.push({ personId, clientKey, conversationId, text });
    const author = this.personOf(personId);
    const message = this.add(chat, { direction: 'OUTBOUND', origin: 'DESK', text, clientKey, author });
    return { message, conversation: this.render(chat), error: null };
  }

  holdReply({ input }: Input<HoldReplyInput>, caller: Caller) {
    const chat = this.chat(input.conversationId);
    const { clientKey, text, sendsItself } = input;
    const author = this.personOf(this.person(caller));
    if (!chat.held?.some((reply) => reply.clientKey === clientKey)) {
      const createdAt = new Date(this.clock).toISOString();
      const reply = { id: `h${(this.count += 1)}`, author, text, replyToId: null, sendsItself };
      chat.held = [...(chat.held ?? []), { ...reply, createdAt, clientKey }];
      this.changed(chat.id);
    }
    return { heldReply: null, message: null, conversation: this.render(chat), error: null };
  }

  cancelHeldReply({ input }: Input<{ heldReplyId: string }>, caller: Caller) {
    const chat = [...this.chats.values()].find(({ held }) =>
      held?.some(({ id }) => id === input.heldReplyId),
    );
    if (!chat) return { conversation: null, error: { code: 'NOT_FOUND', message: 'gone' } };
    return this.change(caller, chat.id, () => {
      chat.held = chat.held?.filter(({ id }) => id !== input.heldReplyId) ?? [];
    });
  }

  markConversationRead({ input }: Input<{ conversationId: string }>, caller: Caller) {
    this.person(caller);
    const chat = this.chat(input.conversationId);
    chat.unread = 0;
    this.changed(chat.id);
    return { conversation: this.render(chat), error: null };
  }

  claimConversation({ input }: Input<{ conversationId: string }>, caller: Caller) {
    const personId = this.person(caller);
    const chat = this.chat(input.conversationId);
    if (chat.agentId && chat.agentId !== personId) {
      const person = this.personOf(chat.agentId);
      return {
        conversation: this.render(chat),
        error: { code: 'ALREADY_CLAIMED', message: 'taken', person },
      };
    }
    chat.agentId = personId;
    this.changed(chat.id);
    return { conversation: this.render(chat), error: null };
  }

  markConversationUnread({ input }: Input<{ conversationId: string }>, caller: Caller) {
    return this.change(caller, input.conversationId, (chat) => (chat.unread = 1));
  }

  assignToAgent({ input }: Input<{ conversationId: string; agentId: string }>, caller: Caller) {
    return this.change(caller, input.conversationId, (chat) => (chat.agentId = input.agentId));
  }

  assignToDepartment({ input }: Input<{ conversationId: string; departmentId: string }>, caller: Caller) {
    return this.change(caller, input.conversationId, (chat) => (chat.agentId = undefined));
  }

  closeTicket({ input }: Input<{ conversationId: string }>, caller: Caller) {
    return this.change(caller, input.conversationId, (chat) => {
      chat.agentId = undefined;
      chat.closed = true;
    });
  }

  retryMessage({ input }: Input<{ messageId: string }>, caller: Caller) {
    this.person(caller);
    return { message: this.changeText(input.messageId, 'retried'), error: null };
  }

  discardMessage({ input }: Input<{ messageId: string }>, caller: Caller) {
    this.person(caller);
    return { message: this.changeText(input.messageId, 'discarded'), error: null };
  }

  react({ input }: Input<{ messageId: string; emoji: string | null }>, caller: Caller) {
    const person = this.personOf(this.person(caller));
    if (this.refuseReactions) return { message: null, error: this.refuseReactions };
    const { messageId, emoji } = input;
    const message = this.messageOf(messageId);
    this.reacted.push(emoji);
    const at = new Date(this.clock).toISOString();
    const reaction = { emoji, byCustomer: false, person, at, state: 'SENT', failure: null } as const;
    Object.assign(message, { reactions: emoji === null ? [] : [reaction] });
    this.tick(message.conversationId, messageId, message.content.body);
    return { message, error: null };
  }

  updateContact({ input }: Input<{ contactId: string; name: string }>, caller: Caller) {
    this.person(caller);
    return { contact: null, error: { code: 'INVALID_INPUT', message: `not ${input.name}`, field: 'name' } };
  }

  createCustomField(
    { input }: Input<{ key: string; name: string; kind: 'TEXT' | 'PICTURE' }>,
    caller: Caller,
  ) {
    this.person(caller);
    if (this.fields.some(({ key }) => key === input.key)) {
      return { field: null, error: { code: 'CONFLICT', message: 'taken' } };
    }
    this.fields.push({ id: input.key, ...input });
    this.journal.append({ __typename: 'DirectoryChanged' });
    return { field: null, error: null };
  }

  setContactValue({ input }: Input<{ contactId: string; fieldId: string; text?: string }>, caller: Caller) {
    this.person(caller);
    const chat = this.chat(input.contactId.replace('contact ', ''));
    chat.known = { ...chat.known, [input.fieldId]: input.text ?? '' };
    this.changed(chat.id);
    return { contact: null, error: null };
  }

  updateMyPreferences({ input }: Input<Partial<DeskModel['preferences']>>, caller: Caller) {
    this.person(caller);
    if (this.refusePreferences) return { preferences: null, error: this.refusePreferences };
    this.preferences = { ...this.preferences, ...input };
    return { preferences: this.preferences, error: null };
  }

  readonly sessionsEnded: string[] = [];

  endSession({ input }: Input<{ sessionId: string }>, caller: Caller) {
    this.person(caller);
    this.sessionsEnded.push(input.sessionId);
    return { sessions: [], error: null };
  }

  readonly typed: string[] = [];

  indicateTyping({ input }: Input<{ conversationId: string }>) {
    this.typed.push(input.conversationId);
    return { error: null };
  }

  reportPresence({ input }: Input<{ visible: boolean; conversationId: string | null }>, caller: Caller) {
    this.presence.push({ deviceId: caller.deviceId ?? '', ...input });
    return { error: null };
  }

  acknowledgeMessage({ input }: Input<{ messageIds: string[] }>) {
    this.acknowledged.push(...input.messageIds);
    return { error: null };
  }

  async *events({ after }: { after: string | null }, caller: Caller) {
    this.person(caller);
    for await (const entry of this.journal.follow(after)) yield { events: entry };
  }
}
