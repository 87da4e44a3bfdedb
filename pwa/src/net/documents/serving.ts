/** What an agent does in a conversation. */

import { operation, type Operation } from '../operation';
import type * as wire from '../wire';
import { contactFields, conversationFields, errorFields, messageFields } from './fragments';

export interface SendMessageInput {
  conversationId: wire.Id;
  clientKey: wire.Id;
  text: string;
  replyTo: wire.Id | null;
  internal: boolean;
}

export const sendMessage = operation<
  {
    sendMessage: {
      message: wire.Message | null;
      conversation: wire.Conversation | null;
      error: wire.OperationError | null;
    };
  },
  { input: SendMessageInput }
>(
  `mutation SendMessage($input: SendMessageInput!) {
  sendMessage(input: $input) {
    message { ...MessageFields } conversation { ...ConversationFields } error { ...ErrorFields }
  }
}`,
  messageFields,
  conversationFields,
  errorFields,
);

interface MessagePayload {
  message: wire.Message | null;
  error: wire.OperationError | null;
}

export const retryMessage = operation<{ retryMessage: MessagePayload }, { input: { messageId: wire.Id } }>(
  `mutation RetryMessage($input: RetryMessageInput!) {
  retryMessage(input: $input) { message { ...MessageFields } error { ...ErrorFields } }
}`,
  messageFields,
  errorFields,
);

export const discardMessage = operation<
  { discardMessage: MessagePayload },
  { input: { messageId: wire.Id } }
>(
  `mutation DiscardMessage($input: DiscardMessageInput!) {
  discardMessage(input: $input) { message { ...MessageFields } error { ...ErrorFields } }
}`,
  messageFields,
  errorFields,
);

/** What the mutations on one conversation answer, under one alias, so that one function serves them all. */
export interface ConversationAnswer {
  answer: { conversation: wire.Conversation | null; error: wire.OperationError | null };
}

type ConversationMutation<Input> = Operation<ConversationAnswer, { input: Input }>;

function onConversation<Input>(field: string): ConversationMutation<Input> {
  const name = field.charAt(0).toUpperCase() + field.slice(1);
  return operation(
    `mutation ${name}($input: ${name}Input!) {
  answer: ${field}(input: $input) { conversation { ...ConversationFields } error { ...ErrorFields } }
}`,
    conversationFields,
    errorFields,
  );
}

interface OneConversation {
  conversationId: wire.Id;
}

export const markConversationRead = onConversation<OneConversation & { upTo: wire.Id }>(
  'markConversationRead',
);
export const markConversationUnread = onConversation<OneConversation>('markConversationUnread');
export const claimConversation = onConversation<OneConversation>('claimConversation');
export const assignToAgent = onConversation<OneConversation & { agentId: wire.Id }>('assignToAgent');
export const assignToDepartment = onConversation<OneConversation & { departmentId: wire.Id }>(
  'assignToDepartment',
);
export const closeTicket = onConversation<OneConversation>('closeTicket');

export const updateContact = operation<
  { updateContact: { contact: wire.Contact | null; error: wire.OperationError | null } },
  { input: { contactId: wire.Id; name: string } }
>(
  `mutation UpdateContact($input: UpdateContactInput!) {
  updateContact(input: $input) { contact { ...ContactFields } error { ...ErrorFields } }
}`,
  contactFields,
  errorFields,
);
