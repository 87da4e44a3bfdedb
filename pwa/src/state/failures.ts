/** Tells of replies that did not get through while the app is open, wherever the agent is (Z-10). */

import type { ConversationRecord, Desk, Id } from '../data';

export function watchFailures(desk: Desk, failed: (conversation: ConversationRecord) => void): () => void {
  let known: Map<Id, number> | undefined;
  return desk.inbox('MINE').subscribe(({ rows, loading }) => {
    const before = known;
    if (loading && !before) return;
    known = new Map(rows.map(({ id, undeliveredCount = 0 }) => [id, undeliveredCount]));
    if (!before) return;
    for (const row of rows) {
      // A conversation that has just come into the list brings what failed before.
      const count = before.get(row.id);
      if (count !== undefined && (row.undeliveredCount ?? 0) > count) failed(row);
    }
  });
}
