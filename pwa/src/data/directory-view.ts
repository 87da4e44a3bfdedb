import { coalesced } from './coalesced';
import { Source, type Observable } from './observable';
import type { Directory } from './records';
import type { Surroundings } from './surroundings';

const nobody: Directory = { people: new Map(), departments: new Map(), channels: new Map() };

/** People, departments and channels, as they lie in the store. */
export class DirectoryView {
  readonly #source = new Source<Directory>(nobody);
  readonly refresh: () => Promise<void>;

  constructor({ database }: Surroundings) {
    this.refresh = coalesced(async () => {
      const reading = await database.read(['directory']);
      this.#source.set((await reading.objectStore('directory').get('all')) ?? nobody);
    });
  }

  get current(): Observable<Directory> {
    return this.#source;
  }

  forget(): void {
    this.#source.set(nobody);
  }
}
