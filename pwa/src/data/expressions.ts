/** Reactions and stored answers: what agents say besides messages. Fetched when first needed. */

import { react } from '../net/documents/expressions';
import type { Commands } from './commands';
import type { Outcome } from './desk';
import { outcomeOf } from './outcome';
import { QuickReplies } from './quick-replies';
import type { MessageRecord } from './records';
import type { Surroundings } from './surroundings';
import { messageFrom } from './translation';

export class Expressions {
  readonly quickReplies: QuickReplies;
  readonly #surroundings: Surroundings;
  readonly #commands: Commands;

  constructor(surroundings: Surroundings, commands: Commands) {
    this.#surroundings = surroundings;
    this.#commands = commands;
    this.quickReplies = new QuickReplies(surroundings);
  }

  /** Puts an emoji on a message, or (null) takes the business's away (L-067, L-068). */
  react({ id, conversationId }: MessageRecord, emoji: string | null): Promise<Outcome> {
    return outcomeOf(async () => {
      const answer = await this.#surroundings.request(react, { input: { messageId: id, emoji } });
      const { message, error } = answer.react;
      if (message) await this.#commands.apply(conversationId, { message: messageFrom(message) });
      return error;
    });
  }
}
