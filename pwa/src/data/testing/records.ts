/** Records for tests: plain and complete, with what the test is about on top. */

import type { ConversationRecord, MessageRecord, PersonRecord, ViewerRecord } from '../records';

export const start = Date.parse('2026-11-21T12:00:00.000Z');

export function person(fields: Partial<PersonRecord> = {}): PersonRecord {
  const id = fields.id ?? 'ana';
  return {
    id,
    name: id,
    email: `${id}@desk.example`,
    role: 'AGENT',
    visibility: 'EVERYTHING',
    departmentIds: ['sales'],
    active: true,
    ...fields,
  };
}

export function viewer(fields: Partial<PersonRecord> = {}): ViewerRecord {
  return {
    person: person(fields),
    preferences: {
      locale: 'PT_BR',
      notifications: true,
      sound: true,
      theme: 'SYSTEM',
      confirmVoiceNotes: false,
    },
  };
}

export function message(fields: Partial<MessageRecord> = {}): MessageRecord {
  const sentAt = fields.sentAt ?? start;
  const text = fields.text ?? 'Olá';
  return {
    id: 'message',
    conversationId: 'chat',
    direction: 'INBOUND',
    origin: 'CUSTOMER',
    sentAt,
    receivedAt: sentAt,
    content: { __typename: 'TextContent', body: text },
    text,
    reactions: [],
    forwarded: false,
    version: 1,
    ...fields,
  };
}

export function conversation(fields: Partial<ConversationRecord> = {}): ConversationRecord {
  const id = fields.id ?? 'chat';
  return {
    id,
    contact: { id: `contact of ${id}`, name: id, addresses: [] },
    channelId: 'number',
    ticket: { id: `ticket of ${id}`, protocol: '20261121000001', openedAt: start },
    unreadCount: 0,
    lastActivityAt: start,
    version: 1,
    ...fields,
  };
}
