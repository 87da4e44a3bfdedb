/** The app's data half on a device in memory, against the desk in memory: as many tabs as a test wants. */

import { WebSocket } from 'ws';
import type { PushPlatform } from '../../push/platform';
import { createRequest } from '../../net/client';
import { NoAnswer } from '../../net/failures';
import { settle, type BringFile } from '../../net/upload';
import type { ConversationView, Desk } from '../desk';
import type { Observable } from '../observable';
import { deskOnDevice } from '../desk-on-device';
import { DeskServer } from './desk-server';
import { Device, type Context } from './device';

// Node 20 has none.
globalThis.navigator ??= { userAgent: 'Node' } as Navigator;

/** A browser without push, as most tests do not need it. */
const noPush: PushPlatform = {
  support: () => 'unsupported',
  permission: () => 'default',
  requestPermission: () => Promise.resolve('denied'),
  registration: () => Promise.resolve(undefined),
};

export class App {
  readonly device = new Device();
  readonly #server: DeskServer;
  #cookie = '';
  /** Without it every request fails at once. */
  online = true;

  constructor(server: DeskServer) {
    this.#server = server;
  }

  /** As a browser brings files, without its progress. */
  #bring(fetch: typeof globalThis.fetch): BringFile {
    return async ({ kind, file, fileName, signal, progress }) => {
      progress(0.5);
      const response = await fetch(`${this.#server.origin}/media/uploads?kind=${kind}`, {
        method: 'POST',
        body: file,
        headers: {
          'x-guiche-client': 'test',
          'content-type': file.type,
          'x-guiche-file-name': encodeURIComponent(fileName ?? ''),
        },
        signal,
      }).catch((cause: unknown) => {
        throw signal.aborted ? cause : new NoAnswer('lost', { cause });
      });
      const text = await response.text();
      return new Promise((resolve, reject) => settle(response.status, text, resolve, reject));
    };
  }

  tab({ platform = noPush, visible = true } = {}): Tab {
    const fetch: typeof globalThis.fetch = async (url, init) => {
      if (!this.online) throw new TypeError('no network');
      const headers = { ...(init?.headers as Record<string, string>), cookie: this.#cookie };
      const response = await globalThis.fetch(url as string, { ...init, headers });
      const set = response.headers.getSetCookie()[0];
      if (set) this.#cookie = set.split(';')[0] as string;
      return response;
    };
    const readCookie = () => this.#cookie;
    const isOnline = () => this.online;
    class Socket extends WebSocket {
      constructor(url: string, protocol: string) {
        super(isOnline() ? url : 'ws://127.0.0.1:1/', protocol, { headers: { cookie: readCookie() } });
        // Unlike a browser's, this one throws what nobody listens to.
        this.on('error', () => undefined);
      }
    }
    const request = createRequest({ version: 'test', url: `${this.#server.origin}/graphql`, fetch });
    const context = this.device.open(request);
    const desk = deskOnDevice({
      surroundings: context.surroundings,
      liveUrl: `${this.#server.origin.replace(/^http/, 'ws')}/graphql`,
      webSocketImpl: Socket,
      platform,
      bringing: () => Promise.resolve(this.#bring(fetch)),
    });
    if (visible) desk.presence(true);
    return { desk, context };
  }
}

export interface Tab {
  desk: Desk;
  context: Context;
}

/** Waits for a value, by watching: no polling. */
export async function until<T>(
  source: Observable<T>,
  is: (value: T) => boolean,
  patience = 5_000,
): Promise<T> {
  const over: (() => void)[] = [];
  try {
    return await new Promise<T>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`still ${JSON.stringify(source.value)}`)), patience);
      const stop = source.subscribe((value) => {
        if (is(value)) resolve(value);
      });
      over.push(stop, () => clearTimeout(late));
    });
  } finally {
    for (const end of over) end();
  }
}

export const signedIn = (desk: Desk) => until(desk.session, ({ kind }) => kind === 'signedIn');
export const live = (desk: Desk) => until(desk.connection, (state) => state === 'live');

export const texts = ({ messages }: ConversationView) => messages.map(({ text }) => text);

/** The thread shows exactly these messages. */
export const shows = (desk: Desk, id: string, ...expected: string[]) =>
  until(desk.conversation(id), (view) => JSON.stringify(texts(view)) === JSON.stringify(expected));

/** A server and a device per test, and nothing of them after it. */
export class Bench {
  readonly #opened: Desk[] = [];

  private constructor(
    readonly server: DeskServer,
    readonly app: App,
  ) {}

  static async set(): Promise<Bench> {
    const server = await DeskServer.start();
    return new Bench(server, new App(server));
  }

  async clear(): Promise<void> {
    await Promise.all(this.#opened.map((desk) => desk.close()));
    await this.server.stop();
  }

  tab(options: Parameters<App['tab']>[0] = {}): Tab {
    const tab = this.app.tab(options);
    this.#opened.push(tab.desk);
    return tab;
  }

  async signedInTab(): Promise<Tab> {
    const tab = this.tab();
    await until(tab.desk.session, ({ kind }) => kind !== 'unknown');
    await tab.desk.signIn('ana@desk.example', 'right');
    await live(tab.desk);
    return tab;
  }
}
