/**
 * How the worker hands over a message: small, as it keeps no records. The entry stays, marked as sent, in the place of
 * its message until a page learns of that one by its event.
 */

import { holdUnattended, sendUnattended } from '../net/documents/unattended';
import { NoAnswer } from '../net/failures';
import type { Carrier } from './delivery';
import { finish, holdInput, release, textInput } from './claims';

export const unattendedCarrier: Carrier = {
  /** The rest is left to the pages: it would weigh more than a worker may. */
  carries: ({ content }) => !content,
  async carry({ database, request }, waiting) {
    if (waiting.hold) {
      const input = holdInput(waiting, waiting.hold);
      const { error } = (await request(holdUnattended, { input })).holdReply;
      return error ? { error } : { arrived: (entry) => finish(database, entry) };
    }
    const input = textInput(waiting);
    const { error, message } = (await request(sendUnattended, { input })).sendMessage;
    if (error) return { error };
    if (!message) throw new NoAnswer('neither a message nor an error');
    return { arrived: (entry) => release(database, entry, { state: 'sent' }) };
  },
};
