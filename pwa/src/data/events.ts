/** The server's events, translated: what happened, in records. */

import type * as wire from '../net/wire';
import type { ConversationRecord, Cursor, Id, MessageRecord, ViewerRecord } from './records';
import { conversationFrom, messageFrom, viewerFrom } from './translation';

export type DeskEvent = { cursor: Cursor } & (
  | { kind: 'messageAdded'; message: MessageRecord; conversation: ConversationRecord }
  | { kind: 'messageChanged'; message: MessageRecord }
  | { kind: 'conversationChanged'; conversation: ConversationRecord }
  | { kind: 'conversationHidden'; conversationId: Id }
  | { kind: 'viewerChanged'; viewer: ViewerRecord }
  | { kind: 'directoryChanged' }
  | { kind: 'templatesChanged' }
  /** Live only: changes nothing that is stored. */
  | { kind: 'typing'; conversationId: Id; personId: Id; personName: string }
  /** Of a kind that this version does not know: only its cursor counts. */
  | { kind: 'unknown' }
);

export function eventFrom(event: wire.Event): DeskEvent {
  const { cursor } = event;
  switch (event.__typename) {
    case 'MessageAdded':
      return {
        kind: 'messageAdded',
        cursor,
        message: messageFrom(event.message),
        conversation: conversationFrom(event.conversation),
      };
    case 'MessageChanged':
      return { kind: 'messageChanged', cursor, message: messageFrom(event.message) };
    case 'ConversationChanged':
      return { kind: 'conversationChanged', cursor, conversation: conversationFrom(event.conversation) };
    case 'ConversationHidden':
      return { kind: 'conversationHidden', cursor, conversationId: event.conversationId };
    case 'ViewerChanged': {
      const viewer = viewerFrom(event.viewer);
      return viewer ? { kind: 'viewerChanged', cursor, viewer } : { kind: 'unknown', cursor };
    }
    case 'DirectoryChanged':
      return { kind: 'directoryChanged', cursor };
    case 'TemplatesChanged':
      return { kind: 'templatesChanged', cursor };
    case 'TypingChanged': {
      const { conversationId, person } = event;
      return { kind: 'typing', cursor, conversationId, personId: person.id, personName: person.name };
    }
    default:
      return { kind: 'unknown', cursor };
  }
}
