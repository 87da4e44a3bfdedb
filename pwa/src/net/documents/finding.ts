/** What is asked only now and then: hits of a search, and all that is known about one message. */

import { operation } from '../operation';
import type * as wire from '../wire';
import { contactFields, messageFields } from './fragments';

export const search = operation<
  {
    conversation: { search: wire.Page<wire.Message> & { totalCount: number } } | null;
  },
  { id: wire.Id; text: string; first: number; after: string | null }
>(
  `query Search($id: ID!, $text: String!, $first: Int!, $after: Cursor) {
  conversation(id: $id) {
    search(text: $text, first: $first, after: $after) {
      totalCount
      edges { node { ...MessageFields } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
}`,
  messageFields,
);

export const messageDetails = operation<
  {
    message: {
      wamid: string | null;
      delivery: {
        acceptedAt: wire.Timestamp | null;
        pricing: { category: string | null; kind: string | null } | null;
      } | null;
      revisions: readonly { replacedAt: wire.Timestamp; text: string | null }[];
    } | null;
    conversation: { contact: wire.Contact } | null;
  },
  { id: wire.Id; conversationId: wire.Id }
>(
  `query MessageDetails($id: ID!, $conversationId: ID!) {
  message(id: $id) {
    wamid delivery { acceptedAt pricing { category kind } } revisions { replacedAt text }
  }
  conversation(id: $conversationId) { contact { ...ContactFields } }
}`,
  contactFields,
);
