/**
 * Pages that a browser keeps for the way back. Frozen, one would hold the device's stores against the page that comes
 * after it, which would show nothing at all; so it lets go of them, and begins anew if somebody does come back.
 */

import { abandonTransactions } from '../data';

export function leaveNothingOpen(): void {
  addEventListener('pagehide', ({ persisted }) => {
    if (persisted) abandonTransactions();
  });
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) location.reload();
  });
}
