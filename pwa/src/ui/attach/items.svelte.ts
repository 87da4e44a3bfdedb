/** The files that an agent is about to send, each on its way from "chosen" to "ready" or "cannot go". */

import { fileRefusal } from './refusal';
import { prepare, type Prepared } from './prepare';

export class Item {
  readonly id = crypto.randomUUID();
  readonly name: string;
  readonly size: number;
  caption = $state('');
  prepared = $state.raw<Prepared>();
  refusal = $state<string>();
  /** Of a picture or a video, to be looked at. */
  url = $state<string>();

  constructor(file: File) {
    this.name = file.name;
    this.size = file.size;
    void this.#prepare(file);
  }

  get settled(): boolean {
    return this.prepared !== undefined || this.refusal !== undefined;
  }

  get takesCaption(): boolean {
    return this.prepared !== undefined && this.prepared.kind !== 'audio' && this.prepared.kind !== 'sticker';
  }

  forget(): void {
    if (this.url) URL.revokeObjectURL(this.url);
  }

  async #prepare(file: File): Promise<void> {
    const preparation = await prepare(file);
    if (preparation.ok) {
      const { prepared } = preparation;
      this.prepared = prepared;
      if (prepared.kind === 'image' || prepared.kind === 'video')
        this.url = URL.createObjectURL(prepared.file);
    } else {
      this.refusal = fileRefusal(preparation.why);
    }
  }
}
