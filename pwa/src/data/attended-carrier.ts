/** How a page hands over a message: the answer brings its record, which takes the place of the outbox entry. */

import type { SendAnswer } from '../net/documents/sending';
import { sendMessage } from '../net/documents/serving';
import { NoAnswer } from '../net/failures';
import { consequencesOfAnswer } from './application';
import type { OutboxRecord } from './database';
import type { Carrier } from './delivery';
import { heldStores, Holdings } from './holdings';
import { readMeta } from './meta';
import { textInput } from './outbox';
import type { ConversationRecord, MessageRecord } from './records';
import type { Surroundings } from './surroundings';
import { conversationFrom, messageFrom } from './translation';

export const attendedCarrier: Carrier = {
  async carry(surroundings, waiting) {
    const { error, message, conversation } = await answerTo(surroundings, waiting);
    if (error) return { error };
    if (!message) throw new NoAnswer('neither a message nor an error');
    const records = {
      message: messageFrom(message),
      conversation: conversation ? conversationFrom(conversation) : undefined,
    };
    return { arrived: (entry) => arrived(surroundings, entry, records) };
  },
};

// `keepalive`: leaving the page right after "send" must not cut the request.
const lasting = { keepalive: true };

async function answerTo({ request }: Surroundings, entry: OutboxRecord): Promise<SendAnswer['answer']> {
  const { content } = entry;
  if (!content) return (await request(sendMessage, { input: textInput(entry) }, lasting)).sendMessage;
  const { handing } = await import('./carriers').catch((cause: unknown) => {
    throw new NoAnswer('its code could not be fetched', { cause });
  });
  const { operation, input } = await handing({ ...entry, content });
  return (await request(operation, { input }, lasting)).answer;
}

/** The entry leaves and its message arrives in one transaction: no moment shows both, or none. */
async function arrived(
  { database, tabs }: Surroundings,
  entry: OutboxRecord,
  answer: { message: MessageRecord; conversation: ConversationRecord | undefined },
): Promise<void> {
  const transaction = await database.write(heldStores);
  const viewer = await readMeta(transaction, 'viewer');
  // Signed out meanwhile: the records are gone and stay so. The entry, if kept, is recognised by the server later.
  if (viewer?.person.id !== entry.personId) return;
  const subject = { conversationId: entry.conversationId, messageId: answer.message.id };
  const holdings = await Holdings.read(transaction, viewer, [subject]);
  holdings.absorb({
    ...consequencesOfAnswer(answer, holdings.held(subject)),
    delivered: entry.clientKey,
  });
  const change = await holdings.write(transaction);
  await transaction.done;
  tabs.changed(change);
}
