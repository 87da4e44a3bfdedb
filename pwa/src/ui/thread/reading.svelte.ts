/** Knows the newest message of the contact that the agent has had before their eyes. */

import type { Attachment } from 'svelte/attachments';
import type { Id, MessageRecord } from '../../data';

export class Reading {
  /** The newest message of the contact on screen so far. */
  seen = $state.raw<Id>();
  #seenAt = -1;
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing that is drawn depends on it
  readonly #watched = new Map<Element, MessageRecord>();
  #observer: IntersectionObserver | undefined;

  observe(root: HTMLElement): () => void {
    // The lower edge of a bubble counts: a long message is read when its end is.
    this.#observer = new IntersectionObserver((entries) => this.#look(entries), {
      root,
      threshold: [0, 0.5, 1],
    });
    // A thread that is known already draws its messages before it has somebody to look at them.
    for (const element of this.#watched.keys()) this.#observer.observe(element);
    return () => this.#observer?.disconnect();
  }

  readonly watch = (message: MessageRecord): Attachment<HTMLElement> | undefined => {
    if (message.direction !== 'INBOUND') return undefined;
    return (element) => {
      this.#watched.set(element, message);
      this.#observer?.observe(element);
      return () => {
        this.#watched.delete(element);
        this.#observer?.unobserve(element);
      };
    };
  };

  #look(entries: IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting, boundingClientRect, rootBounds } of entries) {
      const message = this.#watched.get(target);
      const ended = rootBounds === null || boundingClientRect.bottom <= rootBounds.bottom + 8;
      if (!message || !isIntersecting || !ended || message.sentAt < this.#seenAt) continue;
      this.#seenAt = message.sentAt;
      this.seen = message.id;
    }
  }
}
