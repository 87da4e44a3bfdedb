/** The app's data half on a device in memory, against the desk in memory: as many tabs as a test wants. */

import { WebSocket } from 'ws';
import type { PushPlatform } from '../../push/platform';
import { createRequest } from '../../net/client';
import type { Desk } from '../desk';
import type { Observable } from '../observable';
import { deskOnDevice } from '../desk-on-device';
import type { DeskServer } from './desk-server';
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
export function until<T>(source: Observable<T>, is: (value: T) => boolean, patience = 5_000): Promise<T> {
  return new Promise((resolve, reject) => {
    let stop: (() => void) | undefined;
    const late = setTimeout(() => {
      stop?.();
      reject(new Error(`still ${JSON.stringify(source.value)}`));
    }, patience);
    let settled = false;
    stop = source.subscribe((value) => {
      if (settled || !is(value)) return;
      settled = true;
      clearTimeout(late);
      queueMicrotask(() => stop?.());
      resolve(value);
    });
  });
}

export const signedIn = (desk: Desk) => until(desk.session, ({ kind }) => kind === 'signedIn');
export const live = (desk: Desk) => until(desk.connection, (state) => state === 'live');
