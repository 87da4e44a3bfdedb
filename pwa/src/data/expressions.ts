/** Reactions and stored answers: what agents say besides messages. Fetched when first needed. */

import type { Commands } from './commands';
import { QuickReplies } from './quick-replies';
import { Reactions } from './reactions';
import type { Surroundings } from './surroundings';

export class Expressions {
  readonly quickReplies: QuickReplies;
  readonly reactions: Reactions;

  constructor(surroundings: Surroundings, commands: Commands) {
    this.quickReplies = new QuickReplies(surroundings);
    this.reactions = new Reactions(surroundings, commands);
  }
}
