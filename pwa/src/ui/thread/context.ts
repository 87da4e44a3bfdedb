import type { Attachment } from 'svelte/attachments';
import type { MessageRecord, QuotedMessageRecord, ReactionRecord } from '../../data';
import type { MenuPoint } from '../Menu.svelte';

/** What a bubble may ask of the thread around it. */
export interface ThreadContext {
  readonly contactName: string;
  authorOf(message: MessageRecord): string;
  isMine(message: MessageRecord): boolean;
  authorOfQuote(quoted: QuotedMessageRecord): string;
  /** Is this the message that Tab reaches? All others are reached by arrows. */
  isCurrent(message: MessageRecord): boolean;
  onkey(event: KeyboardEvent, message: MessageRecord): void;
  openMenu(message: MessageRecord, at?: MenuPoint): void;
  openFailure(message: MessageRecord): void;
  /** What is on a message, with what the agent has just chosen. */
  reactionsOn(message: MessageRecord): readonly ReactionRecord[];
  openReactions(message: MessageRecord, at?: MenuPoint): void;
  openReactionFailure(message: MessageRecord): void;
  reply(message: MessageRecord): void;
  /** Gives up a file that is on its way to the server. */
  cancelUpload(message: MessageRecord): void;
  jumpTo(quoted: QuotedMessageRecord): void;
  /** Tells when the message has been on screen. */
  watch(message: MessageRecord): Attachment<HTMLElement> | undefined;
}
