/**
 * IndexedDB by promises, typed by a schema: as much of it as the desk uses. A library of this kind weighs as much as a
 * quarter of the service worker may.
 */

/** Per store: the type of its keys and values, and its indexes with the types of theirs. */
export type StoreTypes = Record<
  string,
  { key: IDBValidKey; value: unknown; indexes?: Record<string, IDBValidKey> }
>;

type Name<Schema> = keyof Schema & string;

type IndexesOf<Types> = Types extends { indexes: infer Indexes } ? Indexes : never;

/** Settles with the request. A failure that nobody waits for shows in the transaction's `done`. */
function promised<T>(request: IDBRequest<T>): Promise<T> {
  const promise = new Promise<T>((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  promise.catch(() => undefined);
  return promise;
}

class Source<Key extends IDBValidKey, Value, PrimaryKey> {
  constructor(protected readonly source: IDBObjectStore | IDBIndex) {}

  get(key: Key): Promise<Value | undefined> {
    return promised(this.source.get(key));
  }

  getKey(key: Key): Promise<PrimaryKey | undefined> {
    return promised(this.source.getKey(key)) as Promise<PrimaryKey | undefined>;
  }

  getAll(range?: IDBKeyRange): Promise<Value[]> {
    return promised(this.source.getAll(range));
  }

  count(): Promise<number> {
    return promised(this.source.count());
  }

  /** The last values of a range, at most as many as asked for, in ascending order. */
  getLast(range: IDBKeyRange, count: number): Promise<Value[]> {
    return new Promise((resolve, reject) => {
      const values: Value[] = [];
      // A cursor: not every engine can `getAll` backwards.
      const request = this.source.openCursor(range, 'prev');
      request.onerror = () => reject(request.error);
      request.onsuccess = () => {
        const cursor = request.result;
        if (cursor) values.push(cursor.value as Value);
        if (cursor && values.length < count) cursor.continue();
        else resolve(values.reverse());
      };
    });
  }
}

export class Store<Types extends StoreTypes[string]> extends Source<
  Types['key'],
  Types['value'],
  Types['key']
> {
  constructor(private readonly store: IDBObjectStore) {
    super(store);
  }

  /** The key may stand in the value; stores without such a path take it beside. */
  put(value: Types['value'], key?: Types['key']): Promise<IDBValidKey> {
    return promised(this.store.put(value, key));
  }

  /** Fails where the key exists. */
  add(value: Types['value']): Promise<IDBValidKey> {
    return promised(this.store.add(value));
  }

  delete(key: Types['key'] | IDBKeyRange): Promise<undefined> {
    return promised(this.store.delete(key));
  }

  clear(): Promise<undefined> {
    return promised(this.store.clear());
  }

  index<Index extends keyof IndexesOf<Types> & string>(name: Index) {
    return new Source<IndexesOf<Types>[Index] & IDBValidKey, Types['value'], Types['key']>(
      this.store.index(name),
    );
  }
}

/** Transactions of this page that have not come to their end. */
const underway = new Set<IDBTransaction>();
let abandoned = false;

/**
 * For a page that the browser keeps, frozen, for the way back (WebKit, Firefox). A transaction that waits for its next
 * word would wait for ever there, and everybody else for the stores that it holds: what has not ended is undone, and
 * nothing is begun any more. A page that comes back after this has to be loaded anew.
 */
export function abandonTransactions(): void {
  abandoned = true;
  for (const transaction of underway) {
    try {
      transaction.abort();
    } catch {
      // It is on its way to its end.
    }
  }
}

/** Begins a transaction; never, on a page that has been left. */
export function begin<Schema extends { [K in Names]: StoreTypes[string] }, Names extends Name<Schema>>(
  database: IDBDatabase,
  names: readonly Names[],
  mode: 'readonly' | 'readwrite',
  durability: 'relaxed' | 'strict' = 'relaxed',
): Transaction<Schema, Names> | Promise<never> {
  if (abandoned) return new Promise(() => undefined);
  const transaction = database.transaction(names, mode, { durability });
  underway.add(transaction);
  const ended = () => underway.delete(transaction);
  transaction.addEventListener('complete', ended);
  transaction.addEventListener('abort', ended);
  return new Transaction(transaction);
}

export class Transaction<Schema extends { [K in Names]: StoreTypes[string] }, Names extends Name<Schema>> {
  /** Settles when everything is written; rejects when nothing of it is. */
  readonly done: Promise<void>;

  constructor(private readonly transaction: IDBTransaction) {
    this.done = new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new DOMException('aborted', 'AbortError'));
    });
    this.done.catch(() => undefined);
  }

  objectStore<N extends Names>(name: N): Store<Schema[N]> {
    return new Store<Schema[N]>(this.transaction.objectStore(name));
  }
}

export interface Opening {
  version: number;
  upgrade: (database: IDBDatabase, from: number) => void;
  /** Another context wants to upgrade or delete the database: this connection is in its way. */
  blocking: () => void;
  /** The browser closed the connection by itself. */
  closed: () => void;
}

export function openIndexedDb(
  name: string,
  { version, upgrade, blocking, closed }: Opening,
): Promise<IDBDatabase> {
  const request = indexedDB.open(name, version);
  request.onupgradeneeded = ({ oldVersion }) => upgrade(request.result, oldVersion);
  return promised(request).then((database) => {
    database.onversionchange = blocking;
    database.onclose = closed;
    return database;
  });
}
