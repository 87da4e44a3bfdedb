/** What the desk in memory knows, what a test makes happen on it, and how the schema shows it. */

import { GraphQLError } from 'graphql';
import type * as wire from '../../net/wire';
import { Journal } from './journal';

export interface Caller {
  token?: string | undefined;
  personId?: string | undefined;
  deviceId?: string;
  setCookie?: (cookie: string) => void;
}

export interface Chat {
  id: string;
  agentId?: string | undefined;
  unread: number;
  closed?: boolean;
  version: number;
  messages: SchemaMessage[];
  held?: wire.HeldReply[] | undefined;
  /** What is known of the contact, by the ids of custom fields. */
  known?: Record<string, string>;
}

/** A message as the schema has it: content fields under their own names. */
export type SchemaMessage = Omit<wire.Message, 'content'> & {
  content: { __typename: 'TextContent'; body: string };
};

export const page = { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null };

export class DeskModel {
  readonly journal = new Journal();
  preferences = {
    locale: 'PT_BR',
    notifications: true,
    sound: true,
    theme: 'SYSTEM',
    confirmVoiceNotes: false,
  };
  readonly staff = ['ana', 'bia'];
  readonly fields: wire.CustomField[] = [];
  readonly chats = new Map<string, Chat>();
  readonly sessions = new Map<string, string>();
  /** Accepted messages, in the order of acceptance: by whom, with which key. */
  readonly ledger: { personId: string; clientKey: string; conversationId: string; text: string }[] = [];
  readonly presence: { deviceId: string; visible: boolean; conversationId: string | null }[] = [];
  readonly acknowledged: string[] = [];
  refuseSends: { code: string; message: string } | undefined;
  refuseReactions: { code: string; message: string } | undefined;
  /** Emoji as they were put on messages, in order; null: taken away. */
  readonly reacted: (string | null)[] = [];
  refusePreferences: { code: string; message: string } | undefined;
  protected clock = Date.parse('2026-11-21T12:00:00.000Z');
  protected count = 0;

  // ---- what a test does from outside

  open(id: string, agentId?: string): void {
    this.chats.set(id, { id, agentId, unread: 0, version: 1, messages: [] });
    this.changed(id);
  }

  receive(conversationId: string, text: string): string {
    const chat = this.chat(conversationId);
    chat.unread += 1;
    return this.add(chat, { direction: 'INBOUND', origin: 'CUSTOMER', text }).id;
  }

  tick(conversationId: string, messageId: string, text: string): void {
    const message = this.chat(conversationId).messages.find(({ id }) => id === messageId);
    if (!message) throw new Error(`no message ${messageId}`);
    Object.assign(message, { text, version: message.version + 1 });
    this.journal.append({ __typename: 'MessageChanged', message: structuredClone(message) });
  }

  /** A colleague types: told live, kept by nobody. */
  type(conversationId: string, personId: string): void {
    this.journal.append({ __typename: 'TypingChanged', conversationId, person: this.personOf(personId) });
  }

  changeDirectory(): void {
    this.staff.push('caio');
    this.journal.append({ __typename: 'DirectoryChanged' });
  }

  hide(conversationId: string): void {
    this.chats.delete(conversationId);
    this.journal.append({ __typename: 'ConversationHidden', conversationId });
  }

  // ---- rendering

  protected add(chat: Chat, fields: Partial<wire.Message> & { text: string }): SchemaMessage {
    const at = new Date((this.clock += 1000)).toISOString();
    const message: SchemaMessage = {
      id: `m${(this.count += 1)}`,
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
      conversation: this.render(chat),
    });
    return message;
  }

  protected change(caller: Caller, id: string, change: (chat: Chat) => unknown) {
    this.person(caller);
    const chat = this.chat(id);
    change(chat);
    this.changed(id);
    return { conversation: this.render(chat), error: null };
  }

  protected messageOf(messageId: string): SchemaMessage {
    const message = [...this.chats.values()]
      .flatMap(({ messages }) => messages)
      .find(({ id }) => id === messageId);
    if (!message) throw new GraphQLError('no such message', { extensions: { code: 'INTERNAL' } });
    return message;
  }

  protected changeText(messageId: string, text: string): SchemaMessage {
    const message = this.messageOf(messageId);
    this.tick(message.conversationId, messageId, text);
    return message;
  }

  protected changed(id: string): void {
    const chat = this.chat(id);
    chat.version += 1;
    this.journal.append({
      __typename: 'ConversationChanged',
      conversation: this.render(chat),
      change: 'OTHER',
    });
  }

  /** A state of the moment: later changes do not show in it. */
  protected render(chat: Chat) {
    const messages = structuredClone(chat.messages);
    return {
      id: chat.id,
      contact: {
        id: `contact ${chat.id}`,
        name: chat.id,
        addresses: [],
        values: this.valuesOf(chat),
      },
      channel: { id: 'number' },
      ticket: chat.closed
        ? null
        : { id: `t ${chat.id}`, protocol: '1', openedAt: new Date(this.clock).toISOString() },
      department: null,
      agent: chat.agentId ? this.personOf(chat.agentId) : null,
      unreadCount: chat.unread,
      undeliveredCount: 0,
      echoSince: null,
      heldReplies: structuredClone(chat.held ?? []),
      firstUnreadMessageId: null,
      lastActivityAt: this.activityOf(chat),
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

  protected valuesOf({ known = {}, version }: Chat) {
    return this.fields.flatMap((field) => {
      const text = known[field.id];
      return text ? [{ id: `${field.id} ${version}`, field, text, picture: null }] : [];
    });
  }

  protected activityOf(chat: Chat): string {
    return chat.messages.at(-1)?.sentAt ?? '2026-11-21T11:00:00.000Z';
  }

  protected chat(id: string): Chat {
    const chat = this.chats.get(id);
    if (!chat) throw new GraphQLError('no such conversation', { extensions: { code: 'INTERNAL' } });
    return chat;
  }

  protected person({ personId }: Caller): string {
    if (personId) return personId;
    throw new GraphQLError('sign in', { extensions: { code: 'UNAUTHENTICATED' } });
  }

  protected viewer(personId: string) {
    return { person: this.personOf(personId), preferences: this.preferences };
  }

  protected personOf(id: string) {
    const email = `${id}@desk.example`;
    const departments = [{ id: 'sales', name: 'Vendas', members: [] }];
    return { id, name: id, email, role: 'AGENT', visibility: 'EVERYTHING', departments, active: true };
  }
}
