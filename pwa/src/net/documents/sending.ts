/** Sending what is no text: one shape of mutation and answer for all kinds. */

import { operation, type Operation } from '../operation';
import type * as wire from '../wire';
import { conversationFields, errorFields, messageFields } from './fragments';

/** What every mutation that sends anything but a text answers, under one alias, so that one function serves them all. */
export interface SendAnswer {
  answer: {
    message: wire.Message | null;
    conversation: wire.Conversation | null;
    error: wire.OperationError | null;
  };
}

/* @__NO_SIDE_EFFECTS__ */
export function sending(field: string): Operation<SendAnswer, { input: unknown }> {
  const name = field.charAt(0).toUpperCase() + field.slice(1);
  return operation(
    `mutation ${name}($input: ${name}Input!) {
  answer: ${field}(input: $input) {
    message { ...MessageFields } conversation { ...ConversationFields } error { ...ErrorFields }
  }
}`,
    messageFields,
    conversationFields,
    errorFields,
  );
}
