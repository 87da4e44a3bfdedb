/** Tells of messages that reach the viewer's chats: those where they are the agent, or that wait in a department of theirs. */

import type { ConversationRecord, Desk, Id, InboxView, ListName } from '../data';

const LISTS: readonly ListName[] = ['MINE', 'OPEN'];

/** What is there at the start has not arrived; neither has what an older page brings (its last message is old). */
const RECENT = 60_000;

export function watchArrivals(desk: Desk, arrived: (conversation: ConversationRecord) => void): () => void {
  const stops = LISTS.map((list) => {
    let known: Map<Id, number> | undefined;
    return desk.inbox(list).subscribe(({ rows, loading }: InboxView) => {
      const before = known;
      if (loading && !before) return;
      known = new Map(rows.map(({ id, unreadCount }) => [id, unreadCount]));
      if (!before) return;
      for (const row of rows) if (isNews(row, before)) arrived(row);
    });
  });
  return () => stops.forEach((stop) => stop());
}

function isNews(
  { id, unreadCount, lastMessage }: ConversationRecord,
  before: ReadonlyMap<Id, number>,
): boolean {
  return (
    unreadCount > (before.get(id) ?? 0) &&
    lastMessage?.direction === 'INBOUND' &&
    Date.now() - lastMessage.receivedAt < RECENT
  );
}
