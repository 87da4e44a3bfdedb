/** What the worker does on behalf of a notification: with answers as small as its needs, as it has no screen to fill. */

import { operation } from '../operation';
import type * as wire from '../wire';
import type { HoldReplyInput } from './holding';
import type { SendMessageInput } from './serving';

type Refusal = Pick<wire.OperationError, 'code' | 'message'>;

export const sendUnattended = operation<
  { sendMessage: { message: { id: wire.Id } | null; error: Refusal | null } },
  { input: SendMessageInput }
>(`mutation SendMessage($input: SendMessageInput!) {
  sendMessage(input: $input) { message { id } error { code message } }
}`);

export const holdUnattended = operation<
  { holdReply: { error: Refusal | null } },
  { input: HoldReplyInput }
>(`mutation HoldReply($input: HoldReplyInput!) {
  holdReply(input: $input) { error { code message } }
}`);

export const markReadUnattended = operation<
  { markConversationRead: { error: Refusal | null } },
  { input: { conversationId: wire.Id; upTo: wire.Id } }
>(`mutation MarkConversationRead($input: MarkConversationReadInput!) {
  markConversationRead(input: $input) { error { code message } }
}`);
