/** The sign beside a message that left the desk: one shape for each thing that can be known about it. */

import type { DeliveryState, MessageRecord } from '../data';

export type Tick =
  'waiting' | 'sending' | 'sent' | 'delivered' | 'read' | 'played' | 'failed' | 'unknown' | 'discarded';

const BY_STATE: Readonly<Record<DeliveryState, Tick>> = {
  QUEUED: 'waiting',
  SENDING: 'sending',
  // Meta has taken it, which is not yet what people call sent.
  ACCEPTED: 'sending',
  UNKNOWN: 'unknown',
  SENT: 'sent',
  DELIVERED: 'delivered',
  READ: 'read',
  PLAYED: 'played',
  FAILED: 'failed',
  DISCARDED: 'discarded',
};

/** Nothing for messages that bear no sign: those of the contact, internal ones, and events. */
export function tickOf({ direction, delivery, local }: MessageRecord): Tick | undefined {
  if (local) return local.state === 'refused' ? 'failed' : local.state;
  return direction === 'OUTBOUND' && delivery ? BY_STATE[delivery.state] : undefined;
}

/** Does the agent have to decide something about this message? */
export function needsDecision(message: MessageRecord): boolean {
  const tick = tickOf(message);
  return tick === 'failed' || tick === 'unknown';
}
