/**
 * How the worker hands over a message: small, as it keeps no records. The entry stays, marked as sent, in the place of
 * its message until a page learns of that one by its event.
 */

import { sendUnattended } from '../net/documents/unattended';
import { NoAnswer } from '../net/failures';
import type { Carrier } from './delivery';
import { release, textInput } from './outbox';

export const unattendedCarrier: Carrier = {
  /** The rest is left to the pages: it would weigh more than a worker may. */
  carries: ({ content }) => !content,
  async carry({ database, request }, entry) {
    const input = textInput(entry);
    const { error, message } = (await request(sendUnattended, { input })).sendMessage;
    if (error) return { error };
    if (!message) throw new NoAnswer('neither a message nor an error');
    return { arrived: (entry) => release(database, entry, { state: 'sent' }) };
  },
};
