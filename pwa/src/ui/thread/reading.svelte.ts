/** Knows the newest message of the contact that the agent has had before their eyes. */

import type { Attachment } from 'svelte/attachments';
import type { Id, MessageRecord } from '../../data';

export class Reading {
  /** The newest message of the contact on screen so far. */
  seen = $state.raw<Id>();
  #newest: MessageRecord | undefined;
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
      if (!message || !isIntersecting || !ended || !isAfter(message, this.#newest)) continue;
      this.#newest = message;
      this.seen = message.id;
    }
  }
}

/** In the order of the thread: WhatsApp tells whole seconds, in which several messages fit. */
function isAfter(message: MessageRecord, other: MessageRecord | undefined): boolean {
  if (!other) return true;
  return message.sentAt === other.sentAt ? message.id > other.id : message.sentAt > other.sentAt;
}
