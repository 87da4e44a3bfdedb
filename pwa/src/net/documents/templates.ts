/** Message templates, and conversations that begin with one. */

import type * as records from '../../data/templates/records';
import { operation } from '../operation';
import type * as wire from '../wire';
import { conversationFields, errorFields, layoutFields } from './fragments';
import { sending } from './sending';

export const templates = operation<
  {
    templates: {
      syncedAt: wire.Timestamp | null;
      templates: readonly wire.Nullable<records.TemplateRecord>[];
    };
  },
  { channelId: wire.Id }
>(
  `query Templates($channelId: ID!) {
  templates(channelId: $channelId) {
    syncedAt
    templates {
      id name language category quality sendable favourite
      layout { ...LayoutFields }
      slots { key kind required label example suggestion }
    }
  }
}`,
  layoutFields,
);

export const sendTemplate = sending('sendTemplate');

export const setTemplateFavourite = operation<
  { setTemplateFavourite: { error: wire.OperationError | null } },
  { input: { templateId: wire.Id; favourite: boolean } }
>(
  `mutation SetTemplateFavourite($input: SetTemplateFavouriteInput!) {
  setTemplateFavourite(input: $input) { error { ...ErrorFields } }
}`,
  errorFields,
);

export interface Standing {
  known: boolean;
  protocol: string | null;
  conversation: wire.Conversation | null;
}

export const contactStanding = operation<
  { contactStanding: Standing | null },
  { channelId: wire.Id; phone: string }
>(
  `query ContactStanding($channelId: ID!, $phone: String!) {
  contactStanding(channelId: $channelId, phone: $phone) {
    known protocol conversation { ...ConversationFields }
  }
}`,
  conversationFields,
);

export const startConversation = operation<
  {
    startConversation: {
      conversation: { id: wire.Id } | null;
      standing: Standing | null;
      error: wire.OperationError | null;
    };
  },
  { input: Omit<records.StartRequest, 'name'> & { name: string | null } }
>(
  `mutation StartConversation($input: StartConversationInput!) {
  startConversation(input: $input) {
    conversation { id }
    standing { known protocol conversation { ...ConversationFields } }
    error { ...ErrorFields }
  }
}`,
  conversationFields,
  errorFields,
);
