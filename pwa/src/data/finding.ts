/** Finding words in a thread, and all that is known about one message: asked now and then, loaded when it is. */

import * as documents from '../net/documents/finding';
import { comparable } from '../rules/comparable';
import { compareKeys } from './application';
import { keyOf } from './database';
import type { Found, MessageDetails } from './desk';
import { threadRange } from './holdings';
import { known } from './known';
import type { Id, MessageRecord } from './records';
import type { Surroundings } from './surroundings';
import { contactFrom, messageFrom } from './translation';

/** More hits than anybody steps through; the count tells of the rest. */
const mostHits = 100;

export async function search(surroundings: Surroundings, id: Id, text: string): Promise<Found> {
  if (comparable(text) === '') return { hits: [], total: 0, partial: false };
  try {
    const variables = { id, text, first: mostHits, after: null };
    const { conversation } = await surroundings.request(documents.search, variables);
    const found = conversation?.search;
    if (!found) return { hits: [], total: 0, partial: false };
    const hits = found.edges.map(({ node }) => messageFrom(node));
    return { hits, total: found.totalCount, partial: false };
  } catch {
    const hits = await searchDevice(surroundings, id, text);
    return { hits: hits.slice(0, mostHits), total: hits.length, partial: true };
  }
}

/** The same words are found here as on the server, as far as the thread lies on the device. */
async function searchDevice(
  { database }: Surroundings,
  id: Id,
  text: string,
): Promise<readonly MessageRecord[]> {
  const words = comparable(text);
  const reading = await database.read(['messages', 'threads']);
  const coverage = await reading.objectStore('threads').get(id);
  const from = coverage?.from;
  if (!from) return [];
  const messages = await reading.objectStore('messages').getAll(threadRange(id));
  return messages
    .filter((message) => compareKeys(keyOf(message), from) >= 0)
    .filter((message) => message.direction !== 'SYSTEM' && message.revokedAt === undefined)
    .filter((message) => comparable(wordsOf(message)).includes(words))
    .reverse();
}

function wordsOf({ content, text = '' }: MessageRecord): string {
  switch (content.__typename) {
    case 'MediaContent':
      return [text, content.fileName].join('\n');
    case 'LocationContent':
      return [content.name, content.address].join('\n');
    case 'ContactsContent':
      return content.cards
        .flatMap(({ name, numbers = [], emails, organization }) => [
          name,
          ...numbers.map(({ phone }) => phone),
          ...emails,
          organization,
        ])
        .join('\n');
    case 'InteractiveReplyContent':
      return [content.title, content.description].join('\n');
    default:
      return text;
  }
}

export async function details(
  { request }: Surroundings,
  { id, conversationId }: MessageRecord,
): Promise<MessageDetails | undefined> {
  try {
    const { message, conversation } = await request(documents.messageDetails, { id, conversationId });
    if (!message) return undefined;
    const { wamid, delivery, revisions } = message;
    const [address] = conversation ? contactFrom(conversation.contact, 0).addresses : [];
    return known<MessageDetails>({
      wamid,
      acceptedAt: delivery?.acceptedAt ? Date.parse(delivery.acceptedAt) : undefined,
      pricing:
        delivery?.pricing &&
        known<NonNullable<MessageDetails['pricing']>>({
          category: delivery.pricing.category,
          kind: delivery.pricing.kind,
        }),
      recipient: address?.display,
      revisions: revisions.map(({ replacedAt, text }) =>
        known<MessageDetails['revisions'][number]>({ replacedAt: Date.parse(replacedAt), text }),
      ),
    });
  } catch {
    return undefined;
  }
}
