import { createRequest } from '../net/client';
import { browserPlatform } from '../push/platform';
import { Database } from './database';
import type { Desk } from './desk';
import { deskOnDevice } from './desk-on-device';
import { channelName, Tabs } from './tabs';

/** What the shell tells the desk about itself. */
export interface DeskOptions {
  /** Version of the app, sent with every request. */
  version: string;
}

/** Call once per page. Everything starts by itself: first what the store has, then the network. */
export function openDesk({ version }: DeskOptions): Desk {
  return deskOnDevice({
    surroundings: {
      database: new Database(),
      request: createRequest({ version }),
      tabs: new Tabs('BroadcastChannel' in globalThis ? new BroadcastChannel(channelName) : undefined),
      locks: navigator.locks,
      now: () => Date.now(),
      random: () => Math.random(),
      uuid: () => crypto.randomUUID(),
    },
    liveUrl: `${location.origin.replace(/^http/, 'ws')}/graphql`,
    platform: browserPlatform,
    bringing: async () => (await import('../net/upload')).createBringing({ version }),
  });
}
