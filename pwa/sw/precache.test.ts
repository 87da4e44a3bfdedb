import { beforeEach, describe, expect, it } from 'vitest';
import { Precache } from './precache';

const origin = 'https://desk.example';

/** Cache Storage in memory. */
class Storage {
  readonly caches = new Map<string, Map<string, Response>>();
  readonly fetched: string[] = [];
  missing = '';

  constructor() {
    const caches = {
      open: (name: string) => {
        const cache = this.caches.get(name) ?? new Map<string, Response>();
        this.caches.set(name, cache);
        return Promise.resolve({
          put: (path: string, response: Response) => Promise.resolve(void cache.set(path, response)),
          match: (path: string) => Promise.resolve(cache.get(path)?.clone()),
        });
      },
      match: (path: string) =>
        Promise.resolve(
          [...this.caches.values()]
            .find((cache) => cache.has(path))
            ?.get(path)
            ?.clone(),
        ),
      keys: () => Promise.resolve([...this.caches.keys()]),
      delete: (name: string) => Promise.resolve(this.caches.delete(name)),
    };
    const fetch = (what: string | Request) => {
      const path = typeof what === 'string' ? what : new URL(what.url).pathname;
      this.fetched.push(path);
      return Promise.resolve(
        new Response(`content of ${path}`, { status: path === this.missing ? 404 : 200 }),
      );
    };
    Object.assign(globalThis, { caches, fetch });
  }
}

let storage: Storage;

beforeEach(() => {
  storage = new Storage();
});

const manifest = [
  { url: 'index.html', revision: 'r1' },
  { url: 'assets/app-abc.js', revision: null },
];

function asking(path: string, { mode = 'cors', method = 'GET', at = origin } = {}): Request {
  return { url: at + path, mode, method } as Request;
}

async function textOf(answer: Promise<Response> | undefined): Promise<string | undefined> {
  return (await answer)?.text();
}

describe('the shell', () => {
  it.each(['/', '/inbox/mine', '/c/0199', '/c/0199/contact', '/settings', '/login'])(
    'answers %s with the one page, without a network',
    async (path) => {
      const precache = new Precache(manifest, origin);
      await precache.install();
      storage.fetched.length = 0;
      expect(await textOf(precache.answer(asking(path, { mode: 'navigate' })))).toBe(
        'content of /index.html',
      );
      expect(storage.fetched).toEqual([]);
    },
  );

  it('answers its files from the device', async () => {
    const precache = new Precache(manifest, origin);
    await precache.install();
    storage.fetched.length = 0;
    expect(await textOf(precache.answer(asking('/assets/app-abc.js')))).toBe('content of /assets/app-abc.js');
    expect(storage.fetched).toEqual([]);
  });

  it.each([
    ['the API', asking('/graphql', { method: 'POST' })],
    ['the API by GET', asking('/graphql', { mode: 'navigate' })],
    ['media', asking('/media/0199', { mode: 'navigate' })],
    ['a file that is not of the shell', asking('/manifest.webmanifest')],
    ['metrics', asking('/metrics', { mode: 'navigate' })],
    ['another origin', asking('/', { mode: 'navigate', at: 'https://elsewhere.example' })],
  ])('never stands in the way of %s', async (_case, request) => {
    const precache = new Precache(manifest, origin);
    await precache.install();
    expect(precache.answer(request)).toBeUndefined();
  });

  it('goes to the network when the browser has thrown the cache away', async () => {
    const precache = new Precache(manifest, origin);
    expect(await textOf(precache.answer(asking('/assets/app-abc.js')))).toBe('content of /assets/app-abc.js');
  });
});

describe('a new version', () => {
  it('loads what changed, takes over what did not, and clears the old one when it is in charge', async () => {
    await new Precache(manifest, origin).install();
    await (globalThis.caches as CacheStorage).open('of somebody else');
    storage.fetched.length = 0;
    const next = new Precache(
      [
        { url: 'index.html', revision: 'r2' },
        { url: 'assets/app-abc.js', revision: null },
        { url: 'assets/new-def.js', revision: null },
      ],
      origin,
    );
    await next.install();
    expect(storage.fetched.toSorted()).toEqual(['/assets/new-def.js', '/index.html']);
    expect(storage.caches.size).toBe(3);
    await next.activate();
    expect(storage.caches.size).toBe(2);
    expect(storage.caches.has('of somebody else')).toBe(true);
  });

  it('of which a file is missing does not install', async () => {
    storage.missing = '/assets/app-abc.js';
    await expect(new Precache(manifest, origin).install()).rejects.toThrow('404');
  });
});
