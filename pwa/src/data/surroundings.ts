/** What pages and the worker need from around them; tests bring their own clock, dice, network and locks. */

import type { Request } from '../net/client';
import type { Database } from './database';
import type { Id, Instant } from './records';
import type { Tabs } from './tabs';

export interface Surroundings {
  database: Database;
  request: Request;
  tabs: Tabs;
  /** Absent in browsers without Web Locks: then leases in the store alone keep contexts apart. */
  locks: LockManager | undefined;
  now: () => Instant;
  /** From 0 up to 1. */
  random: () => number;
  uuid: () => Id;
}

export const lockNames = {
  /** Shared by everyone who sends under the cookie, exclusive for changing whose cookie it is. */
  identity: 'guiche:identity',
  /** Held by whoever delivers the outbox. */
  outbox: 'guiche:outbox',
  /** Held by whoever brings files to the server. */
  uploads: 'guiche:uploads',
  /** Held by whoever tells the server what the viewer prefers. */
  preferences: 'guiche:preferences',
  /** Held by whoever tells the server of reactions. */
  reactions: 'guiche:reactions',
  /** Held by the tab that has the live line. */
  line: 'guiche:line',
} as const;

export function locked<T>(
  locks: LockManager | undefined,
  name: string,
  mode: LockMode,
  work: () => Promise<T>,
): Promise<T> {
  // The DOM's types lose that the promise is unwrapped.
  return locks ? (locks.request(name, { mode }, work) as Promise<T>) : work();
}
