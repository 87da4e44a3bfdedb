/** What this device tells the server about itself: presence, acknowledgements, its push subscription. */

import { operation } from '../operation';
import type * as wire from '../wire';
import type { Locale } from '../../data/records';
import { errorFields } from './fragments';

interface OnlyError {
  error: Pick<wire.OperationError, 'code' | 'message'> | null;
}

export const reportPresence = operation<
  { reportPresence: OnlyError },
  { input: { visible: boolean; conversationId: wire.Id | null } }
>(
  `mutation ReportPresence($input: ReportPresenceInput!) {
  reportPresence(input: $input) { error { code message } }
}`,
);

export const acknowledgeMessage = operation<
  { acknowledgeMessage: OnlyError },
  { input: { messageIds: readonly wire.Id[] } }
>(
  `mutation AcknowledgeMessage($input: AcknowledgeMessageInput!) {
  acknowledgeMessage(input: $input) { error { code message } }
}`,
);

export const indicateTyping = operation<
  { indicateTyping: OnlyError },
  { input: { conversationId: wire.Id } }
>(
  `mutation IndicateTyping($input: IndicateTypingInput!) {
  indicateTyping(input: $input) { error { code message } }
}`,
);

export const pushKey = operation<{ installation: { vapidPublicKey: string } }>(
  'query PushKey { installation { vapidPublicKey } }',
);

export interface RegisterPushSubscriptionInput {
  deviceId: wire.Id;
  endpoint: string;
  p256dh: string;
  auth: string;
  /** The application server key that the subscription was made with. */
  serverKey: string;
  locale: Locale;
}

export const registerPushSubscription = operation<
  { registerPushSubscription: OnlyError },
  { input: RegisterPushSubscriptionInput }
>(
  `mutation RegisterPushSubscription($input: RegisterPushSubscriptionInput!) {
  registerPushSubscription(input: $input) { error { code message } }
}`,
);

export const removePushSubscription = operation<
  { removePushSubscription: OnlyError },
  { input: { deviceId: wire.Id } }
>(
  `mutation RemovePushSubscription($input: RemovePushSubscriptionInput!) {
  removePushSubscription(input: $input) { error { code message } }
}`,
);

export const sendTestPush = operation<
  {
    sendTestPush: { accepted: boolean; status: number | null; error: wire.OperationError | null };
  },
  { input: { deviceId: wire.Id } }
>(
  `mutation SendTestPush($input: SendTestPushInput!) {
  sendTestPush(input: $input) { accepted status error { ...ErrorFields } }
}`,
  errorFields,
);
