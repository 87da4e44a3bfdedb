/**
 * Values that change, in the shape of the Svelte store contract, so that `src/state` can bridge them without this
 * folder knowing any framework.
 */

/** A value that can be read at any time and watched. */
export interface Observable<T> {
  readonly value: T;
  /** Calls the listener at once with the current value, then on every change. Returns the way out. */
  subscribe(listener: (value: T) => void): () => void;
}

export interface SourceOptions {
  /** Called when the first listener arrives: the time to load what the value needs. */
  started?: () => void;
  /** Called when the last listener has left. */
  stopped?: () => void;
}

/** The writing end of an {@link Observable}. */
export class Source<T> implements Observable<T> {
  readonly #listeners = new Set<(value: T) => void>();
  readonly #options: SourceOptions;
  #value: T;

  constructor(value: T, options: SourceOptions = {}) {
    this.#value = value;
    this.#options = options;
  }

  get value(): T {
    return this.#value;
  }

  get watched(): boolean {
    return this.#listeners.size > 0;
  }

  /** Emits only when the identity of the value changes: the values here are immutable. */
  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of [...this.#listeners]) listener(value);
  }

  subscribe(listener: (value: T) => void): () => void {
    // A wrapper of its own, so that one function subscribed twice counts twice and leaves twice.
    const own = (value: T) => listener(value);
    this.#listeners.add(own);
    if (this.#listeners.size === 1) this.#options.started?.();
    listener(this.#value);
    return () => {
      if (this.#listeners.delete(own) && this.#listeners.size === 0) this.#options.stopped?.();
    };
  }
}
