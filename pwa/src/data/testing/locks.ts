/** Web Locks in memory, for engines without them; each context's locks end with the context, as a killed page's do. */

interface Wish {
  context: object;
  mode: LockMode;
  grant: () => void;
}

interface Hold {
  context: object;
  mode: LockMode;
  end: (cause?: unknown) => void;
}

export class LockHouse {
  readonly #held = new Map<string, Set<Hold>>();
  readonly #waiting = new Map<string, Wish[]>();
  readonly #dead = new WeakSet<object>();

  /** The locks as one page or worker sees them. */
  for(context: object): LockManager {
    const request = (
      name: string,
      options: LockOptions | ((lock: Lock | null) => unknown),
      work?: (lock: Lock | null) => unknown,
    ): Promise<unknown> =>
      typeof options === 'function'
        ? this.#request(context, name, {}, options)
        : this.#request(context, name, options, work as (lock: Lock | null) => unknown);
    return { request, query: () => Promise.resolve({}) } as unknown as LockManager;
  }

  /** The context dies: what it holds is free, what it waits for is forgotten. */
  kill(context: object): void {
    this.#dead.add(context);
    for (const [name, wishes] of this.#waiting) {
      this.#waiting.set(
        name,
        wishes.filter((wish) => wish.context !== context),
      );
    }
    for (const [name, holds] of this.#held) {
      for (const hold of holds) if (hold.context === context) holds.delete(hold);
      this.#serve(name);
    }
  }

  #request(
    context: object,
    name: string,
    { mode = 'exclusive', steal = false, signal }: LockOptions,
    work: (lock: Lock | null) => unknown,
  ): Promise<unknown> {
    return new Promise((resolve, reject) => {
      // Never settles: nobody is there to hear it.
      if (this.#dead.has(context)) return;
      const grant = () => {
        const hold: Hold = { context, mode, end: () => undefined };
        const ended = new Promise<never>((_, lost) => {
          hold.end = lost;
        });
        this.#holds(name).add(hold);
        Promise.race([Promise.resolve(work({ name, mode })), ended])
          .then(resolve, reject)
          .finally(() => {
            this.#holds(name).delete(hold);
            this.#serve(name);
          });
      };
      if (steal) {
        const holds = this.#holds(name);
        for (const hold of holds) hold.end(new DOMException('stolen', 'AbortError'));
        holds.clear();
        grant();
        return;
      }
      const wish: Wish = { context, mode, grant };
      this.#wishes(name).push(wish);
      signal?.addEventListener('abort', () => {
        const wishes = this.#wishes(name);
        if (!wishes.includes(wish)) return;
        wishes.splice(wishes.indexOf(wish), 1);
        reject(new DOMException('called off', 'AbortError'));
      });
      this.#serve(name);
    });
  }

  #serve(name: string): void {
    const wishes = this.#wishes(name);
    for (let wish = wishes[0]; wish; wish = wishes[0]) {
      const holds = [...this.#holds(name)];
      const free = wish.mode === 'shared' ? holds.every(({ mode }) => mode === 'shared') : holds.length === 0;
      if (!free) return;
      wishes.shift();
      wish.grant();
    }
  }

  #holds(name: string): Set<Hold> {
    const holds = this.#held.get(name) ?? new Set();
    this.#held.set(name, holds);
    return holds;
  }

  #wishes(name: string): Wish[] {
    const wishes = this.#waiting.get(name) ?? [];
    this.#waiting.set(name, wishes);
    return wishes;
  }
}
