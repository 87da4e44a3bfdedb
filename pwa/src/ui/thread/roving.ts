/** One stop for Tab, arrows inside: the way through long lists that WAI-ARIA recommends. */

import type { MessageRecord } from '../../data';

/** Where an arrow leads from this message; events of the system are read on the way, not stopped at. */
export function neighbour(
  key: string,
  message: MessageRecord,
  shown: readonly MessageRecord[],
): MessageRecord | undefined {
  const step = { ArrowUp: -1, ArrowDown: 1 }[key];
  if (step === undefined) return undefined;
  const stops = shown.filter(({ direction }) => direction !== 'SYSTEM');
  return stops[stops.findIndex(({ id }) => id === message.id) + step];
}
