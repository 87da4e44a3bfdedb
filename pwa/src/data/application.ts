/**
 * What an event, or the answer to a command, does to the records on the device: a pure function from what is held to
 * what is to be written. Records carry versions and a lower one never overwrites a higher, so that repeats, and answers
 * that overtake events or are overtaken by them, all end in the same state.
 */

import { keyOf, type CoverageRecord, type MessageKey } from './database';
import type { DeskEvent } from './events';
import type { ConversationRecord, Id, MessageRecord, ViewerRecord } from './records';

/** What the device holds of the things that an event is about. */
export interface Held {
  conversation?: ConversationRecord | undefined;
  message?: MessageRecord | undefined;
  coverage?: CoverageRecord | undefined;
  viewer: ViewerRecord;
}

/** What is to be written; what is absent stays as it is. */
export interface Consequences {
  conversation?: ConversationRecord;
  message?: MessageRecord;
  coverage?: CoverageRecord;
  /** The conversation and all of its thread leave the device. */
  forget?: Id;
  /** This device's outbox entry has become a message of the server. */
  delivered?: Id;
  viewer?: ViewerRecord;
  /** What the event cannot say by itself has to be loaded. */
  reload?: 'directory' | 'everything';
}

export function consequencesOf(event: DeskEvent, held: Held): Consequences {
  switch (event.kind) {
    case 'messageAdded':
      return added(event.message, event.conversation, held);
    case 'messageChanged':
      return changed(event.message, held);
    case 'conversationChanged':
      return conversationPut(event.conversation, held);
    case 'conversationHidden':
      return { forget: event.conversationId };
    case 'viewerChanged':
      return viewerPut(event.viewer, held.viewer);
    case 'directoryChanged':
      return { reload: 'directory' };
    case 'typing':
    case 'templatesChanged':
    case 'unknown':
      return {};
  }
}

/**
 * The answer to a command of this device. Unlike an event it has no place in the journal: if it comes after the
 * conversation was hidden from the viewer it must not bring it back, so it changes only what is held.
 */
export function consequencesOfAnswer(
  answer: { message?: MessageRecord | undefined; conversation?: ConversationRecord | undefined },
  held: Held,
): Consequences {
  if (!held.conversation) return {};
  const conversation = answer.conversation ?? held.conversation;
  if (!answer.message) return conversationPut(conversation, held);
  return added(answer.message, conversation, held);
}

/**
 * The higher version; of one last message the higher version too, as ticks do not change the conversation's, and of what
 * is known of the contact the newest that was told: lists do not tell it.
 */
export function newerConversation(
  incoming: ConversationRecord,
  held: ConversationRecord | undefined,
): ConversationRecord {
  if (!held) return incoming;
  const [higher, other] = incoming.version > held.version ? [incoming, held] : [held, incoming];
  const newer = withDetails(higher, other);
  const mine = newer.lastMessage;
  const theirs = other.lastMessage;
  if (!mine || theirs?.id !== mine.id || theirs.version <= mine.version) return newer;
  return { ...newer, lastMessage: theirs };
}

function withDetails(conversation: ConversationRecord, other: ConversationRecord): ConversationRecord {
  const { details } = other.contact;
  if (!details || (conversation.contact.details?.version ?? -1) >= details.version) return conversation;
  return { ...conversation, contact: { ...conversation.contact, details } };
}

export function newerMessage(incoming: MessageRecord, held: MessageRecord | undefined): MessageRecord {
  return held && held.version >= incoming.version ? held : incoming;
}

/** Order of a thread: time, then id. */
export function compareKeys(a: MessageKey, b: MessageKey): number {
  return a[1] - b[1] || (a[2] < b[2] ? -1 : a[2] > b[2] ? 1 : 0);
}

function conversationPut(incoming: ConversationRecord, held: Held): Consequences {
  const conversation = newerConversation(incoming, held.conversation);
  return conversation === held.conversation ? {} : { conversation };
}

function added(message: MessageRecord, conversation: ConversationRecord, held: Held): Consequences {
  return {
    ...conversationPut(withLast(conversation, message), held),
    ...messagePut(message, held),
    ...(message.clientKey ? { delivered: message.clientKey } : {}),
  };
}

function changed(message: MessageRecord, held: Held): Consequences {
  // Of a message that the device does not hold, and that is newer than all it covers, the addition must have come first:
  // it stands before it in the journal. What is older than the covered run comes when it is paged to.
  const put = held.message ? messagePut(message, held) : {};
  return held.conversation ? { ...put, ...conversationPut(withLast(held.conversation, message), held) } : put;
}

/** The conversation with a newer state of its last message, if that is what the message is. */
function withLast(conversation: ConversationRecord, message: MessageRecord): ConversationRecord {
  const last = conversation.lastMessage;
  if (last?.id !== message.id || last.version >= message.version) return conversation;
  return { ...conversation, lastMessage: message };
}

function messagePut(incoming: MessageRecord, held: Held): Consequences {
  const message = newerMessage(incoming, held.message);
  if (message === held.message) return {};
  const key = keyOf(message);
  const { coverage } = held;
  if (!coverage) {
    // The first message seen of this thread: from here on events leave no hole.
    return { message, coverage: { conversationId: message.conversationId, from: key, complete: false } };
  }
  if (coverage.from && compareKeys(key, coverage.from) < 0) {
    // Older than the covered run (a late one, imported history): paging will bring it; kept only if nothing is older.
    return coverage.complete ? { message, coverage: { ...coverage, from: key } } : {};
  }
  return coverage.from ? { message } : { message, coverage: { ...coverage, from: key } };
}

function viewerPut(viewer: ViewerRecord, held: ViewerRecord): Consequences {
  const seesOtherwise =
    viewer.person.role !== held.person.role ||
    viewer.person.visibility !== held.person.visibility ||
    [...viewer.person.departmentIds].sort().join() !== [...held.person.departmentIds].sort().join();
  return seesOtherwise ? { viewer, reload: 'everything' } : { viewer };
}
