/** Loading what the device shows, and the events that keep it true. */

import { fragment, operation } from '../operation';
import type * as wire from '../wire';
import {
  conversationFields,
  failureFields,
  knownFields,
  messageFields,
  personFields,
  viewerFields,
} from './fragments';
import type { ListName } from '../../data/records';

/** The head of the journal: taken before loading, so that the events after it make up for whatever happens meanwhile. */
export const head = operation<{ cursor: string }>('query Head { cursor }');

export const inbox = operation<
  { inbox: wire.Page<wire.Conversation> },
  { list: ListName; first: number; after: string | null }
>(
  `query Inbox($list: InboxList!, $first: Int!, $after: Cursor) {
  inbox(list: $list, first: $first, after: $after) {
    edges { node { ...ConversationFields } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`,
  conversationFields,
);

/** One page of a thread, from its newest message or from before a cursor, with the conversation itself. */
export const thread = operation<
  { conversation: (wire.Conversation & { messages: wire.Page<wire.Message> }) | null },
  { id: wire.Id; last: number; before: string | null }
>(
  `query Thread($id: ID!, $last: Int!, $before: Cursor) {
  conversation(id: $id) {
    ...ConversationFields ...KnownFields
    messages(last: $last, before: $before) {
      edges { node { ...MessageFields } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
}`,
  conversationFields,
  knownFields,
  messageFields,
);

const channelFields = fragment(
  `fragment ChannelFields on Channel {
  id name displayPhoneNumber mayStart department { id } paused { since reason failure { ...FailureFields } }
}`,
  failureFields,
);

export const directory = operation<{
  people: readonly wire.Person[];
  departments: readonly wire.Named[];
  channels: readonly wire.Channel[];
  customFields: readonly wire.CustomField[];
}>(
  `query Directory {
  people { ...PersonFields }
  departments { id name }
  channels { ...ChannelFields }
  customFields { id key name kind }
}`,
  personFields,
  channelFields,
);

export const events = operation<{ events: wire.Event }, { after: string | null }>(
  `subscription Events($after: Cursor) {
  events(after: $after) {
    __typename cursor at
    ... on MessageAdded { message { ...MessageFields } conversation { ...ConversationFields } }
    ... on MessageChanged { message { ...MessageFields } }
    ... on ConversationChanged { conversation { ...ConversationFields ...KnownFields } }
    ... on ConversationHidden { conversationId }
    ... on TypingChanged { conversationId person { id name } }
    ... on ViewerChanged { viewer { ...ViewerFields } }
  }
}`,
  conversationFields,
  knownFields,
  messageFields,
  viewerFields,
);
