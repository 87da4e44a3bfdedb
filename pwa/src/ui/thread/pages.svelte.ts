/**
 * Which part of a loaded conversation exists as elements. Pages are added at the old end as the agent reads back; beyond
 * a limit the newest ones are dropped and come back on the way down. Anchored by a message's id, not by numbers, because
 * messages arrive meanwhile.
 */

import type { ConversationView, Id, MessageRecord } from '../../data';

const PAGE = 50;
const MOST = 250;

export class ThreadPages {
  readonly #view: () => ConversationView;
  readonly #loadOlder: () => Promise<void>;
  #count = $state.raw(PAGE);
  /** Last message that exists; none: the newest, whatever that is. */
  #lastId = $state.raw<Id>();
  #loading = false;

  readonly #end = $derived.by(() => {
    const { messages } = this.#view();
    const last = this.#lastId === undefined ? -1 : messages.findIndex(({ id }) => id === this.#lastId);
    return last < 0 ? messages.length : last + 1;
  });
  readonly #start = $derived(Math.max(0, this.#end - this.#count));
  readonly shown = $derived.by<readonly MessageRecord[]>(() =>
    this.#view().messages.slice(this.#start, this.#end),
  );

  constructor(view: () => ConversationView, loadOlder: () => Promise<void>) {
    this.#view = view;
    this.#loadOlder = loadOlder;
  }

  get atNewest(): boolean {
    return this.#end === this.#view().messages.length;
  }

  get hasOlder(): boolean {
    return this.#start > 0 || this.#view().hasOlder;
  }

  async older(): Promise<void> {
    if (this.#loading) return;
    if (this.#start === 0) {
      if (!this.#view().hasOlder) return;
      this.#loading = true;
      await this.#loadOlder().finally(() => (this.#loading = false));
    }
    this.#grow(Math.min(PAGE, this.#end - this.#count));
  }

  newer(): void {
    const { messages } = this.#view();
    if (this.atNewest) return;
    const end = Math.min(this.#end + PAGE, messages.length);
    this.#count = Math.min(MOST, this.#count + end - this.#end);
    this.#lastId = end === messages.length ? undefined : messages[end - 1]?.id;
  }

  latest(): void {
    this.#lastId = undefined;
    this.#count = PAGE;
  }

  /** Makes sure that this message exists; false when it is not on the device. */
  reveal(id: Id): boolean {
    const { messages } = this.#view();
    const index = messages.findIndex((message) => message.id === id);
    if (index < 0) return false;
    if (index >= this.#start && index < this.#end) return true;
    // A little before it and a page after it, so that it does not stand at an edge.
    const end = Math.min(messages.length, index + PAGE);
    this.#lastId = end === messages.length ? undefined : messages[end - 1]?.id;
    this.#count = Math.max(PAGE, end - index + 10);
    return true;
  }

  #grow(by: number): void {
    if (by <= 0) return;
    const { messages } = this.#view();
    const count = this.#count + by;
    if (count > MOST) this.#lastId = messages[this.#end - 1 - by]?.id;
    else this.#count = count;
  }
}
