/**
 * The shell on the device: every file that the build lists, all or none, and for every address of the app its one page.
 * Answers of the server's other paths never pass through here: not the API, not media, not webhooks.
 */

export interface ManifestEntry {
  url: string;
  /** Null when the address itself changes with the content. */
  revision: string | null;
}

const prefix = 'guiche-shell-';
const page = '/index.html';
/** Paths of the server that are not the app's. */
const elsewhere = /^\/(graphql|media|webhooks|healthz|readyz|metrics)(\/|$)/;

export class Precache {
  readonly #name: string;
  readonly #entries: ReadonlyMap<string, string | null>;
  readonly #origin: string;

  constructor(manifest: readonly ManifestEntry[], origin: string) {
    this.#origin = origin;
    this.#entries = new Map(manifest.map(({ url, revision }) => [new URL(url, origin).pathname, revision]));
    // The page names all hashed files, so the revisions of the rest name the whole.
    this.#name = prefix + manifest.map(({ revision }) => revision ?? '').join('');
  }

  /** Fails, and so leaves the old version in charge, unless every file is there. */
  async install(): Promise<void> {
    const cache = await caches.open(this.#name);
    await Promise.all(
      [...this.#entries].map(async ([path, revision]) => {
        // Unchanged by name: the copy of the version before serves.
        const known = revision === null ? await caches.match(path) : undefined;
        await cache.put(path, known ?? (await load(path)));
      }),
    );
  }

  async activate(): Promise<void> {
    const names = await caches.keys();
    await Promise.all(
      names
        .filter((name) => name.startsWith(prefix) && name !== this.#name)
        .map((name) => caches.delete(name)),
    );
  }

  /** Undefined: the browser goes to the network as if there were no worker. */
  answer(request: Request): Promise<Response> | undefined {
    const { origin, pathname } = new URL(request.url);
    if (request.method !== 'GET' || origin !== this.#origin || elsewhere.test(pathname)) return undefined;
    if (this.#entries.has(pathname)) return this.#cached(pathname, request);
    return request.mode === 'navigate' ? this.#cached(page, request) : undefined;
  }

  /** The browser may have thrown the cache away: then the network serves. */
  async #cached(path: string, request: Request): Promise<Response> {
    const cache = await caches.open(this.#name);
    return (await cache.match(path)) ?? fetch(request);
  }
}

async function load(path: string): Promise<Response> {
  const response = await fetch(path, { cache: 'no-cache', credentials: 'same-origin' });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  // Browsers refuse a redirected answer to a navigation.
  return response.redirected ? new Response(response.body, { headers: response.headers }) : response;
}
