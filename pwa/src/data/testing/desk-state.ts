/** What the desk in memory knows, and its answers: root fields of the schema as methods. */

import { GraphQLError } from 'graphql';
import type { SendMessageInput } from '../../net/documents/serving';
import type * as wire from '../../net/wire';
import { Journal, type Entry } from './journal';

export interface Caller {
  token?: string | undefined;
  personId?: string | undefined;
  deviceId?: string;
  setCookie?: (cookie: string) => void;
}

interface Chat {
  id: string;
  agentId?: string | undefined;
  unread: number;
  version: number;
  messages: SchemaMessage[];
}

/** A message as the schema has it: content fields under their own names. */
type SchemaMessage = Omit<wire.Message, 'content'> & { content: { __typename: 'TextContent'; body: string } };

interface Input<T> {
  input: T;
}

const page = { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null };

export class DeskState {
  readonly journal = new Journal();
  readonly chats = new Map<string, Chat>();
  readonly sessions = new Map<string, string>();
  /** Accepted messages, in the order of acceptance: by whom, with which key. */
  readonly ledger: { personId: string; clientKey: string; conversationId: string; text: string }[] = [];
  readonly presence: { deviceId: string; visible: boolean; conversationId: string | null }[] = [];
  readonly acknowledged: string[] = [];
  refuseSends: { code: string; message: string } | undefined;
  #clock = Date.parse('2026-11-21T12:00:00.000Z');
  #count = 0;

  // ---- what a test does from outside

  open(id: string, agentId?: string): void {
    this.chats.set(id, { id, agentId, unread: 0, version: 1, messages: [] });
    this.#changed(id);
  }

  receive(conversationId: string, text: string): string {
    const chat = this.#chat(conversationId);
    chat.unread += 1;
    return this.#add(chat, { direction: 'INBOUND', origin: 'CUSTOMER', text }).id;
  }

  tick(conversationId: string, messageId: string, text: string): void {
    const message = this.#chat(conversationId).messages.find(({ id }) => id === messageId);
    if (!message) throw new Error(`no message ${messageId}`);
    Object.assign(message, { text, version: message.version + 1 });
    this.journal.append({ __typename: 'MessageChanged', message: structuredClone(message) });
  }

  hide(conversationId: string): void {
    this.chats.delete(conversationId);
    this.journal.append({ __typename: 'ConversationHidden', conversationId });
  }

  // ---- root fields

  me(_: unknown, caller: Caller) {
    return this.#viewer(this.#person(caller));
  }

  installation() {
    return { name: 'Test', vapidPublicKey: 'BAAA', version: '1', demo: false };
  }

  cursor() {
    return this.journal.head;
  }

  people(_: unknown, caller: Caller) {
    this.#person(caller);
    return [this.#personOf('ana'), this.#personOf('bia')];
  }

  departments() {
    return [{ id: 'sales', name: 'Vendas', members: [] }];
  }

  channels() {
    return [{ id: 'number', name: 'Principal', phoneNumberId: '1', department: null, paused: null }];
  }

  inbox({ list, first, after }: { list: string; first: number; after: string | null }, caller: Caller) {
    const personId = this.#person(caller);
    const all = [...this.chats.values()]
      .filter(({ agentId }) => list !== 'MINE' || agentId === personId)
      .sort((a, b) => this.#activityOf(b).localeCompare(this.#activityOf(a)));
    const from = Number(after ?? 0);
    const edges = all.slice(from, from + first).map((chat) => ({ cursor: '', node: this.#render(chat) }));
    const hasNextPage = from + first < all.length;
    return { edges, pageInfo: { ...page, hasNextPage, endCursor: String(from + first) } };
  }

  conversation({ id }: { id: string }, caller: Caller) {
    this.#person(caller);
    const chat = this.chats.get(id);
    return chat ? this.#render(chat) : null;
  }

  signIn({ input: { email, password } }: Input<{ email: string; password: string }>, caller: Caller) {
    const personId = email.split('@')[0] as string;
    if (password !== 'right') {
      return { viewer: null, error: { code: 'INVALID_CREDENTIALS', message: 'wrong' } };
    }
    const token = `session-${(this.#count += 1)}`;
    this.sessions.set(token, personId);
    caller.setCookie?.(`session=${token}; Path=/; HttpOnly`);
    return { viewer: this.#viewer(personId), error: null };
  }

  signOut(_: unknown, caller: Caller) {
    if (caller.token) this.sessions.delete(caller.token);
    caller.setCookie?.('session=; Path=/; Max-Age=0');
    return { error: null };
  }

  sendMessage({ input }: Input<SendMessageInput>, caller: Caller) {
    const personId = this.#person(caller);
    const chat = this.#chat(input.conversationId);
    const known = chat.messages.find(({ clientKey }) => clientKey === input.clientKey);
    if (known) return { message: known, conversation: this.#render(chat), error: null };
    if (this.refuseSends) return { message: null, conversation: null, error: this.refuseSends };
    const { clientKey, conversationId, text } = input;
    this.ledger.push({ personId, clientKey, conversationId, text });
    const author = this.#personOf(personId);
    const message = this.#add(chat, { direction: 'OUTBOUND', origin: 'DESK', text, clientKey, author });
    return { message, conversation: this.#render(chat), error: null };
  }

  markConversationRead({ input }: Input<{ conversationId: string }>, caller: Caller) {
    this.#person(caller);
    const chat = this.#chat(input.conversationId);
    chat.unread = 0;
    this.#changed(chat.id);
    return { conversation: this.#render(chat), error: null };
  }

  claimConversation({ input }: Input<{ conversationId: string }>, caller: Caller) {
    const personId = this.#person(caller);
    const chat = this.#chat(input.conversationId);
    if (chat.agentId && chat.agentId !== personId) {
      const person = this.#personOf(chat.agentId);
      return {
        conversation: this.#render(chat),
        error: { code: 'ALREADY_CLAIMED', message: 'taken', person },
      };
    }
    chat.agentId = personId;
    this.#changed(chat.id);
    return { conversation: this.#render(chat), error: null };
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
    this.#person(caller);
    for await (const entry of this.journal.follow(after)) yield { events: entry };
  }

  // ---- rendering

  #add(chat: Chat, fields: Partial<wire.Message> & { text: string }): SchemaMessage {
    const at = new Date((this.#clock += 1000)).toISOString();
    const message: SchemaMessage = {
      id: `m${(this.#count += 1)}`,
      conversationId: chat.id,
      direction: 'INBOUND',
      author: null,
      origin: 'CUSTOMER',
      sentAt: at,
      receivedAt: at,
      delivery: null,
      replyTo: null,
      reactions: [],
      forwarded: false,
      editedAt: null,
      revokedAt: null,
      clientKey: null,
      version: 1,
      ...fields,
      content: { __typename: 'TextContent', body: fields.text },
    };
    chat.messages.push(message);
    chat.version += 1;
    this.journal.append({
      __typename: 'MessageAdded',
      message: structuredClone(message),
      conversation: this.#render(chat),
    });
    return message;
  }

  #changed(id: string): void {
    const chat = this.#chat(id);
    chat.version += 1;
    this.journal.append({
      __typename: 'ConversationChanged',
      conversation: this.#render(chat),
      change: 'OTHER',
    });
  }

  /** A state of the moment: later changes do not show in it. */
  #render(chat: Chat) {
    const messages = structuredClone(chat.messages);
    return {
      id: chat.id,
      contact: { id: `contact ${chat.id}`, name: chat.id, addresses: [] },
      channel: { id: 'number' },
      ticket: { id: `t ${chat.id}`, protocol: '1', openedAt: new Date(this.#clock).toISOString() },
      department: null,
      agent: chat.agentId ? this.#personOf(chat.agentId) : null,
      unreadCount: chat.unread,
      firstUnreadMessageId: null,
      lastActivityAt: this.#activityOf(chat),
      lastMessage: messages.at(-1) ?? null,
      version: chat.version,
      messages: ({ last, before }: { last: number; before: string | null }) => {
        const end = before === null ? messages.length : Number(before);
        const from = Math.max(0, end - last);
        const edges = messages.slice(from, end).map((node) => ({ cursor: '', node }));
        return { edges, pageInfo: { ...page, hasPreviousPage: from > 0, startCursor: String(from) } };
      },
    };
  }

  #activityOf(chat: Chat): string {
    return chat.messages.at(-1)?.sentAt ?? '2026-11-21T11:00:00.000Z';
  }

  #chat(id: string): Chat {
    const chat = this.chats.get(id);
    if (!chat) throw new GraphQLError('no such conversation', { extensions: { code: 'INTERNAL' } });
    return chat;
  }

  #person({ personId }: Caller): string {
    if (personId) return personId;
    throw new GraphQLError('sign in', { extensions: { code: 'UNAUTHENTICATED' } });
  }

  #viewer(personId: string) {
    const preferences = { locale: 'PT_BR', notifications: true, sound: true, theme: 'SYSTEM' };
    return { person: this.#personOf(personId), preferences };
  }

  #personOf(id: string) {
    const email = `${id}@desk.example`;
    const departments = [{ id: 'sales', name: 'Vendas', members: [] }];
    return { id, name: id, email, role: 'AGENT', visibility: 'EVERYTHING', departments, active: true };
  }
}

export type { Entry };
