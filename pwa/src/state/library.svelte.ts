/** The installation's library, as the picker shows it: what was seen last stands until the server has answered. */

import type { Desk, LibraryItem } from '../data';
import type { FileToSend } from './conversation';
import { report } from './outcome';

export class LibraryState {
  /** Of this page, so that opening the picker again paints at once. */
  static #last: readonly LibraryItem[] = [];
  items = $state.raw(LibraryState.#last);
  failed = $state(false);
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** Supervisors and administrators. */
  get mayKeep(): boolean {
    const session = this.#desk.session.value;
    return session.kind === 'signedIn' && session.viewer.person.role !== 'AGENT';
  }

  async load(): Promise<void> {
    try {
      this.#show(await this.#desk.library.items());
      this.failed = false;
    } catch {
      this.failed = this.items.length === 0;
    }
  }

  matching(search: string): readonly LibraryItem[] {
    const words = search.trim().toLocaleLowerCase();
    return this.items.filter(({ name }) => name.toLocaleLowerCase().includes(words));
  }

  async add({ kind, file, name: fileName }: FileToSend, name: string): Promise<boolean> {
    const added = report(await this.#desk.library.add({ kind, file, fileName }, name));
    if (added) await this.load();
    return added;
  }

  async remove({ id }: LibraryItem): Promise<void> {
    if (report(await this.#desk.library.remove(id))) {
      this.#show(this.items.filter((item) => item.id !== id));
    }
  }

  #show(items: readonly LibraryItem[]): void {
    this.items = items;
    LibraryState.#last = items;
  }
}
