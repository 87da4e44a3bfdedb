/**
 * In which lists a conversation stands (L-002…L-011, with the reading of L-003 in which a department of the viewer keeps
 * a conversation open also while an agent serves it, L-151). The server decides; this is its answer while offline.
 */

import type { ConversationRecord, ListName, PersonRecord } from './records';

type Standing = Pick<ConversationRecord, 'ticket' | 'agentId' | 'departmentId'>;

export function standsIn(
  list: ListName,
  { ticket, agentId, departmentId }: Standing,
  viewer: Pick<PersonRecord, 'id' | 'departmentIds'>,
): boolean {
  // L-006: without an open ticket there is nothing to serve.
  const open = ticket !== undefined;
  switch (list) {
    case 'ALL':
      return true;
    case 'MINE':
      return open && agentId === viewer.id;
    case 'IN_SERVICE':
      return open && agentId !== undefined;
    case 'OPEN':
      return (
        open &&
        ((agentId === undefined && departmentId === undefined) ||
          (departmentId !== undefined && viewer.departmentIds.includes(departmentId)))
      );
  }
}

/** Newest activity first; ids break ties, so that every device shows one order. */
export function byActivity(
  a: Pick<ConversationRecord, 'id' | 'lastActivityAt'>,
  b: Pick<ConversationRecord, 'id' | 'lastActivityAt'>,
): number {
  return b.lastActivityAt - a.lastActivityAt || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
}
