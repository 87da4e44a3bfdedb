/** All conversations that have been opened on this page, each with one view that every screen shares. */

import type { ConversationView } from '../desk';
import type { Loader } from '../loading';
import type { Observable } from '../observable';
import type { Id, MessagePlace } from '../records';
import type { Surroundings } from '../surroundings';
import type { Change } from '../tabs';
import { ThreadView } from './thread';

export class ThreadViews {
  readonly #surroundings: Surroundings;
  readonly #loader: Loader;
  readonly #views = new Map<Id, ThreadView>();

  constructor(surroundings: Surroundings, loader: Loader) {
    this.#surroundings = surroundings;
    this.#loader = loader;
  }

  view(id: Id): Observable<ConversationView> {
    return this.#of(id).source;
  }

  async older(id: Id): Promise<void> {
    // Without an answer the view says that there is more, and scrolling asks again.
    await this.#of(id)
      .older()
      .catch(() => undefined);
  }

  /** Loads back to a message; false when it cannot be reached now. */
  reach(place: MessagePlace): Promise<boolean> {
    return this.#of(place.conversationId).reach(place);
  }

  async changed(change: Change): Promise<void> {
    const views = [...this.#views.values()];
    await Promise.all(views.map((view) => view.changed(change).catch(() => undefined)));
  }

  connected(): void {
    for (const view of this.#views.values()) view.ensure().catch(() => undefined);
  }

  forget(): void {
    for (const view of this.#views.values()) view.forget();
  }

  #of(id: Id): ThreadView {
    let view = this.#views.get(id);
    if (!view) {
      view = new ThreadView(id, this.#surroundings, this.#loader);
      this.#views.set(id, view);
    }
    return view;
  }
}
