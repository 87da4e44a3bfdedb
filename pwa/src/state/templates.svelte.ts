/** A number's templates on the screen: what the device keeps at once, what the server has a moment later. */

import type { Desk, Id, TemplateRecord, Templates } from '../data';
import { report } from './outcome';

export class TemplateShelf {
  readonly #desk: Desk;
  #templates = $state.raw<readonly TemplateRecord[]>();
  #failed = $state(false);
  #channelId: Id | undefined;

  constructor(desk: Desk, channelId: () => Id | undefined) {
    this.#desk = desk;
    $effect(() => {
      const id = channelId();
      this.#channelId = id;
      this.#templates = undefined;
      this.#failed = false;
      if (id === undefined) return;
      let stop: (() => void) | undefined;
      let gone = false;
      void desk.templates().then((templates) => {
        if (gone) return;
        stop = templates.follow(() => void this.#load(templates, id));
        void templates.kept(id).then((kept) => {
          if (!gone && kept) this.#templates ??= kept.templates;
        });
        void this.#load(templates, id);
      });
      return () => {
        gone = true;
        stop?.();
      };
    });
  }

  get templates(): readonly TemplateRecord[] | undefined {
    return this.#templates;
  }

  /** Nothing could be loaded, and nothing is kept. */
  get failed(): boolean {
    return this.#failed && this.#templates === undefined;
  }

  byId(id: Id): TemplateRecord | undefined {
    return this.#templates?.find((template) => template.id === id);
  }

  /** Shown at once, taken back when the server does not take it. */
  async keep({ id, favourite }: TemplateRecord): Promise<void> {
    this.#mark(id, !favourite);
    const templates = await this.#desk.templates();
    if (!report(await templates.keep(id, !favourite))) this.#mark(id, favourite);
  }

  #mark(id: Id, favourite: boolean): void {
    this.#templates = this.#templates?.map((it) => (it.id === id ? { ...it, favourite } : it));
  }

  async #load(templates: Templates, id: Id): Promise<void> {
    try {
      const loaded = await templates.load(id);
      if (this.#channelId === id) this.#templates = loaded.templates;
    } catch {
      this.#failed = true;
    }
  }
}
