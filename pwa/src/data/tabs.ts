/**
 * How the contexts of one device (tabs, the service worker) tell each other what changed. What changed is only named:
 * everybody reads it from the store, so nobody shows what is not there.
 */

import type { ConnectionState } from './desk';
import type { Id, ListName } from './records';

export interface Change {
  /** Changed, added or gone. */
  conversations?: readonly Id[];
  /** Conversations whose messages or coverage changed. */
  threads?: readonly Id[];
  /** Left what the viewer may see. */
  hidden?: readonly Id[];
  lists?: readonly ListName[];
  outbox?: boolean;
  drafts?: boolean;
  directory?: boolean;
  templates?: boolean;
  quickReplies?: boolean;
  viewer?: boolean;
  /** Reactions on their way. */
  reactions?: boolean;
  intents?: boolean;
  /** All records were replaced. */
  everything?: boolean;
}

export type Notice =
  | { kind: 'change'; change: Change }
  | { kind: 'typing'; conversationId: Id; personId: Id; personName: string }
  | { kind: 'connection'; state: ConnectionState };

/** As much of `BroadcastChannel` as is used. */
export interface Channel {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  close(): void;
}

export class Tabs {
  readonly #channel: Channel | undefined;
  readonly #listeners = new Set<(notice: Notice) => void>();

  constructor(channel: Channel | undefined) {
    this.#channel = channel;
    channel?.addEventListener('message', ({ data }) => this.#deliver(data as Notice));
  }

  hear(listener: (notice: Notice) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** To everybody on the device, this context included. */
  tell(notice: Notice): void {
    this.tellOthers(notice);
    this.#deliver(notice);
  }

  changed(change: Change): void {
    this.tell({ kind: 'change', change });
  }

  tellOthers(notice: Notice): void {
    this.#channel?.postMessage(notice);
  }

  close(): void {
    this.#listeners.clear();
    this.#channel?.close();
  }

  #deliver(notice: Notice): void {
    for (const listener of [...this.#listeners]) listener(notice);
  }
}

export const channelName = 'guiche';
