/** Reactions, and the stored answers that agents insert. */

import { operation } from '../operation';
import type * as wire from '../wire';
import { errorFields, messageFields } from './fragments';

export const react = operation<
  { react: { message: wire.Message | null; error: wire.OperationError | null } },
  { input: { messageId: wire.Id; emoji: string | null } }
>(
  `mutation React($input: ReactInput!) {
  react(input: $input) { message { ...MessageFields } error { ...ErrorFields } }
}`,
  messageFields,
  errorFields,
);

export interface QuickReply {
  id: wire.Id;
  shortName: string;
  text: string;
  department: { id: wire.Id } | null;
  person: { id: wire.Id } | null;
  editable: boolean;
}

export const quickReplies = operation<{ quickReplies: readonly QuickReply[] }>(
  `query QuickReplies {
  quickReplies { id shortName text department { id } person { id } editable }
}`,
);

export interface QuickReplyInput {
  shortName: string;
  text: string;
  departmentId: wire.Id | null;
  personal: boolean;
}

interface OnlyError {
  answer: { error: wire.OperationError | null };
}

export const createQuickReply = operation<OnlyError, { input: QuickReplyInput }>(
  `mutation CreateQuickReply($input: QuickReplyInput!) {
  answer: createQuickReply(input: $input) { error { ...ErrorFields } }
}`,
  errorFields,
);

export const updateQuickReply = operation<OnlyError, { id: wire.Id; input: QuickReplyInput }>(
  `mutation UpdateQuickReply($id: ID!, $input: QuickReplyInput!) {
  answer: updateQuickReply(id: $id, input: $input) { error { ...ErrorFields } }
}`,
  errorFields,
);

export const deleteQuickReply = operation<OnlyError, { id: wire.Id }>(
  `mutation DeleteQuickReply($id: ID!) {
  answer: deleteQuickReply(id: $id) { error { ...ErrorFields } }
}`,
  errorFields,
);
