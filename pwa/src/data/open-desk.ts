import { createRequest } from '../net/client';
import { browserPlatform, type PushPlatform } from '../push/platform';
import { Database } from './database';
import type { Desk } from './desk';
import { deskOnDevice } from './desk-on-device';
import type { Surroundings } from './surroundings';
import { channelName, Tabs } from './tabs';

/** What the shell tells the desk about itself; the rest is for tests. */
export interface DeskOptions {
  /** Version of the app, sent with every request. */
  version: string;
  /** Of the page: `https://desk.example`. */
  origin?: string;
  database?: Database;
  surroundings?: Partial<Surroundings>;
  fetch?: typeof fetch;
  webSocketImpl?: unknown;
  platform?: PushPlatform;
}

/** Call once per page. Everything starts by itself: first what the store has, then the network. */
export function openDesk(options: DeskOptions): Desk {
  const { version, origin = location.origin, fetch } = options;
  const surroundings: Surroundings = {
    database: options.database ?? new Database(),
    request: createRequest({ version, url: `${origin}/graphql`, ...(fetch ? { fetch } : {}) }),
    tabs: new Tabs('BroadcastChannel' in globalThis ? new BroadcastChannel(channelName) : undefined),
    locks: navigator.locks,
    now: () => Date.now(),
    random: () => Math.random(),
    uuid: () => crypto.randomUUID(),
    ...options.surroundings,
  };
  return deskOnDevice({
    surroundings,
    liveUrl: `${origin.replace(/^http/, 'ws')}/graphql`,
    platform: options.platform ?? browserPlatform,
    webSocketImpl: options.webSocketImpl,
  });
}
