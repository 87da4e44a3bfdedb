/** How a page hands over a message: the answer brings its record, which takes the place of the outbox entry. */

import type { HoldReplyInput } from '../net/documents/holding';
import type { SendAnswer } from '../net/documents/sending';
import { sendMessage } from '../net/documents/serving';
import { NoAnswer } from '../net/failures';
import type * as wire from '../net/wire';
import { consequencesOfAnswer } from './application';
import type { OutboxRecord } from './database';
import type { Carried, Carrier } from './delivery';
import { heldStores, Holdings } from './holdings';
import { readMeta } from './meta';
import { holdInput, textInput } from './claims';
import type { ConversationRecord, MessageRecord } from './records';
import type { Surroundings } from './surroundings';
import { conversationFrom, messageFrom } from './translation';

export const attendedCarrier: Carrier = {
  async carry(surroundings, waiting) {
    if (waiting.hold) return hold(surroundings, holdInput(waiting, waiting.hold));
    const { error, message, conversation } = await answerTo(surroundings, waiting);
    if (error) return { error };
    if (!message) throw new NoAnswer('neither a message nor an error');
    return { arrived: (entry) => arrived(surroundings, entry, recordsOf({ message, conversation })) };
  },
};

async function hold(surroundings: Surroundings, input: HoldReplyInput): Promise<Carried> {
  const { holdReply } = await import('../net/documents/holding').catch((cause: unknown) => {
    throw new NoAnswer('its code could not be fetched', { cause });
  });
  const answer = await surroundings.request(holdReply, { input }, lasting);
  const { error, ...kept } = answer.holdReply;
  // With a message the customer wrote meanwhile: it has been sent.
  return error ? { error } : { arrived: (entry) => arrived(surroundings, entry, recordsOf(kept)) };
}

interface Records {
  message: MessageRecord | undefined;
  conversation: ConversationRecord | undefined;
}

function recordsOf(answer: {
  message: wire.Message | null;
  conversation: wire.Conversation | null;
}): Records {
  return {
    message: answer.message ? messageFrom(answer.message) : undefined,
    conversation: answer.conversation ? conversationFrom(answer.conversation) : undefined,
  };
}

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
  answer: Records,
): Promise<void> {
  const transaction = await database.write(heldStores);
  const viewer = await readMeta(transaction, 'viewer');
  // Signed out meanwhile: the records are gone and stay so. The entry, if kept, is recognised by the server later.
  if (viewer?.person.id !== entry.personId) return;
  const subject = { conversationId: entry.conversationId, messageId: answer.message?.id };
  const holdings = await Holdings.read(transaction, viewer, [subject]);
  holdings.absorb({
    ...consequencesOfAnswer(answer, holdings.held(subject)),
    delivered: entry.clientKey,
  });
  const change = await holdings.write(transaction);
  await transaction.done;
  tabs.changed(change);
}
