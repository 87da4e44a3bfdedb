/** From the wire to records: nulls become absent fields, times become numbers, unknown content a placeholder. */

import type * as wire from '../net/wire';
import { known } from './known';
import type {
  ChannelRecord,
  ContactRecord,
  ContactValueRecord,
  ConversationRecord,
  CustomFieldRecord,
  DeliveryRecord,
  Directory,
  FailureRecord,
  HeldReplyRecord,
  Instant,
  MessageRecord,
  PersonRecord,
  QuotedMessageRecord,
  Preferences,
  ReactionRecord,
  SessionRecord,
  ViewerRecord,
} from './records';
import { contentFrom } from './translation-content';

function instant(time: wire.Timestamp): Instant;
function instant(time: wire.Timestamp | null): Instant | undefined;
function instant(time: wire.Timestamp | null): Instant | undefined {
  return time === null ? undefined : Date.parse(time);
}

export function failureFrom(failure: wire.Failure): FailureRecord {
  return known<FailureRecord>({
    code: failure.code,
    title: failure.title,
    message: failure.message,
    details: failure.details,
    href: failure.href,
    traceId: failure.traceId,
    explanation: failure.explanation,
    advice: failure.advice,
    turn: failure.turn,
    retry: failure.retry,
    nextStep: failure.nextStep,
    helpUrl: failure.helpUrl,
  });
}

export function personFrom(person: wire.Person): PersonRecord {
  return {
    id: person.id,
    name: person.name,
    email: person.email,
    role: person.role,
    visibility: person.visibility,
    departmentIds: person.departments.map(({ id }) => id),
    active: person.active,
  };
}

/** Undefined when no person is the viewer (an API token): the app is for people. */
export function viewerFrom({ person, preferences }: wire.Viewer): ViewerRecord | undefined {
  if (!person) return undefined;
  return { person: personFrom(person), preferences: preferencesFrom(preferences) };
}

export function preferencesFrom(preferences: Preferences): Preferences {
  const { locale, notifications, sound, theme, confirmVoiceNotes } = preferences;
  return { locale, notifications, sound, theme, confirmVoiceNotes };
}

export function sessionFrom(session: wire.Session): SessionRecord {
  const { subscribed, lastDeliveredAt, lastFailure } = session.push;
  return known<SessionRecord>({
    id: session.id,
    deviceId: session.deviceId,
    label: session.label,
    createdAt: instant(session.createdAt),
    lastSeenAt: instant(session.lastSeenAt),
    current: session.current,
    push: known<SessionRecord['push']>({
      subscribed,
      lastDeliveredAt: instant(lastDeliveredAt),
      lastFailure,
    }),
  });
}

function channelFrom(channel: wire.Channel): ChannelRecord {
  const { paused } = channel;
  return known<ChannelRecord>({
    id: channel.id,
    name: channel.name,
    displayPhoneNumber: channel.displayPhoneNumber,
    mayStart: channel.mayStart,
    departmentId: channel.department?.id,
    paused:
      paused &&
      known<NonNullable<ChannelRecord['paused']>>({
        since: instant(paused.since),
        reason: paused.reason,
        failure: paused.failure && failureFrom(paused.failure),
      }),
  });
}

export function directoryFrom(answer: {
  people: readonly wire.Person[];
  departments: readonly wire.Named[];
  channels: readonly wire.Channel[];
  customFields: readonly wire.CustomField[];
}): Directory {
  return {
    people: byId(answer.people.map(personFrom)),
    departments: byId(answer.departments.map(({ id, name }) => ({ id, name }))),
    channels: byId(answer.channels.map(channelFrom)),
    fields: byId(answer.customFields.map(customFieldFrom)),
  };
}

function byId<Value extends { id: string }>(values: readonly Value[]): ReadonlyMap<string, Value> {
  return new Map(values.map((value) => [value.id, value]));
}

function customFieldFrom({ id, key, name, kind }: wire.CustomField): CustomFieldRecord {
  return { id, key, name, kind };
}

function contactValueFrom({ id, field, text, picture }: wire.ContactValue): ContactValueRecord {
  return known<ContactValueRecord>({
    id,
    fieldId: field.id,
    text,
    picture: picture && known<NonNullable<ContactValueRecord['picture']>>(picture),
  });
}

/** `version`: of the conversation that it was told with. */
export function contactFrom(contact: wire.Contact, version: number): ContactRecord {
  const { values } = contact;
  return known<ContactRecord>({
    id: contact.id,
    name: contact.name,
    profileName: contact.profileName,
    editedName: contact.editedName,
    addresses: contact.addresses.map(({ kind, value, display }) => ({ kind, value, display })),
    details: values && { version, values: values.map(contactValueFrom) },
  });
}

export function conversationFrom(conversation: wire.Conversation): ConversationRecord {
  const { ticket, department, agent } = conversation;
  return known<ConversationRecord>({
    id: conversation.id,
    contact: contactFrom(conversation.contact, conversation.version),
    channelId: conversation.channel.id,
    ticket: ticket && { id: ticket.id, protocol: ticket.protocol, openedAt: instant(ticket.openedAt) },
    departmentId: department?.id,
    departmentName: department?.name,
    agentId: agent?.id,
    agentName: agent?.name,
    windowExpiresAt: instant(conversation.windowExpiresAt),
    unreadCount: conversation.unreadCount,
    firstUnreadMessageId: conversation.firstUnreadMessageId,
    waitingSince: instant(conversation.waitingSince),
    lastActivityAt: instant(conversation.lastActivityAt),
    undeliveredCount: conversation.undeliveredCount,
    echoSince: instant(conversation.echoSince),
    heldReplies: conversation.heldReplies.map(heldReplyFrom),
    lastMessage: conversation.lastMessage && messageFrom(conversation.lastMessage),
    version: conversation.version,
  });
}

function heldReplyFrom(reply: wire.HeldReply): HeldReplyRecord {
  return known<HeldReplyRecord>({
    id: reply.id,
    authorId: reply.author?.id,
    authorName: reply.author?.name,
    text: reply.text,
    replyToId: reply.replyToId,
    sendsItself: reply.sendsItself,
    createdAt: instant(reply.createdAt),
    clientKey: reply.clientKey,
  });
}

export function messageFrom(message: wire.Message): MessageRecord {
  const { replyTo } = message;
  return known<MessageRecord>({
    id: message.id,
    conversationId: message.conversationId,
    direction: message.direction,
    authorId: message.author?.id,
    authorName: message.author?.name,
    origin: message.origin,
    sentAt: instant(message.sentAt),
    receivedAt: instant(message.receivedAt),
    content: contentFrom(message.content),
    text: message.text,
    delivery: message.delivery && deliveryFrom(message.delivery),
    replyTo:
      replyTo &&
      known<NonNullable<MessageRecord['replyTo']>>({
        wamid: replyTo.wamid,
        message: replyTo.message && quotedFrom(replyTo.message),
      }),
    reactions: message.reactions.map(reactionFrom),
    forwarded: message.forwarded,
    editedAt: instant(message.editedAt),
    revokedAt: instant(message.revokedAt),
    clientKey: message.clientKey,
    version: message.version,
  });
}

function reactionFrom({ emoji, byCustomer, person, at, state, failure }: wire.Reaction): ReactionRecord {
  return known<ReactionRecord>({
    emoji,
    byCustomer,
    personId: person?.id,
    personName: person?.name,
    at: instant(at),
    state,
    failure: failure && failureFrom(failure),
  });
}

function quotedFrom(message: wire.QuotedMessage): QuotedMessageRecord {
  return known<QuotedMessageRecord>({
    id: message.id,
    direction: message.direction,
    authorId: message.author?.id,
    authorName: message.author?.name,
    sentAt: instant(message.sentAt),
    text: message.text,
    contentType: message.content.__typename as QuotedMessageRecord['contentType'],
    mediaKind: message.content.kind,
    voice: message.content.voice,
    revokedAt: instant(message.revokedAt),
  });
}

function deliveryFrom(delivery: wire.Delivery): DeliveryRecord {
  return known<DeliveryRecord>({
    state: delivery.state,
    queuedAt: instant(delivery.queuedAt),
    sentAt: instant(delivery.sentAt),
    deliveredAt: instant(delivery.deliveredAt),
    readAt: instant(delivery.readAt),
    playedAt: instant(delivery.playedAt),
    failedAt: instant(delivery.failedAt),
    failure: delivery.failure && failureFrom(delivery.failure),
    nextAttemptAt: instant(delivery.nextAttemptAt),
    heldAt: instant(delivery.heldAt),
    attempts: delivery.attempts,
  });
}
