import type { Directory, Id, MessageOrigin, MessageRecord, QuotedMessageRecord } from '../../data';
import { m } from '../../i18n/rooms';

interface Known {
  contactName: string;
  viewerId: Id | undefined;
  directory: Directory;
}

/** Whose words these are (L-062): the contact's, a colleague's, or those of a machine. */
export function authorName(message: MessageRecord, known: Known): string {
  if (message.direction === 'INBOUND') return known.contactName;
  return agentName(message, known) ?? machineName(message.origin);
}

export function quoteAuthorName(quoted: QuotedMessageRecord, known: Known): string {
  if (quoted.direction === 'INBOUND') return known.contactName;
  if (quoted.authorId !== undefined && quoted.authorId === known.viewerId) return m.you();
  return agentName(quoted, known) ?? '';
}

function agentName(
  { authorId, authorName: remembered }: { authorId?: Id; authorName?: string },
  { directory, viewerId }: Known,
): string | undefined {
  if (authorId === undefined) return remembered;
  if (authorId === viewerId) return m.you();
  return directory.people.get(authorId)?.name ?? remembered;
}

function machineName(origin: MessageOrigin): string {
  if (origin === 'AUTOMATION') return m.author_automation();
  return origin === 'API' ? m.author_api() : '';
}
