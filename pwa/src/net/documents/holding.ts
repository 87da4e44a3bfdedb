/** Replies that wait for the customer to write. */

import { operation, type Operation } from '../operation';
import type * as wire from '../wire';
import { conversationFields, errorFields, messageFields } from './fragments';
import type { ConversationAnswer } from './serving';

export interface HoldReplyInput {
  conversationId: wire.Id;
  clientKey: wire.Id;
  text: string;
  replyTo: wire.Id | null;
  sendsItself: boolean;
}

export const holdReply = operation<
  {
    holdReply: {
      message: wire.Message | null;
      conversation: wire.Conversation | null;
      error: wire.OperationError | null;
    };
  },
  { input: HoldReplyInput }
>(
  `mutation HoldReply($input: HoldReplyInput!) {
  holdReply(input: $input) {
    message { ...MessageFields } conversation { ...ConversationFields } error { ...ErrorFields }
  }
}`,
  messageFields,
  conversationFields,
  errorFields,
);

interface OneReply {
  heldReplyId: wire.Id;
}

function onReply<Input>(field: string): Operation<ConversationAnswer, { input: Input }> {
  const name = field.charAt(0).toUpperCase() + field.slice(1);
  return operation(
    `mutation ${name}($input: ${name}Input!) {
  answer: ${field}(input: $input) { conversation { ...ConversationFields } error { ...ErrorFields } }
}`,
    conversationFields,
    errorFields,
  );
}

export const updateHeldReply = onReply<OneReply & { text?: string; sendsItself?: boolean }>(
  'updateHeldReply',
);
export const cancelHeldReply = onReply<OneReply>('cancelHeldReply');
/** The message itself comes by its event. */
export const sendHeldReply = onReply<OneReply>('sendHeldReply');
