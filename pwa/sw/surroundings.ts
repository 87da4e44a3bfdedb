/** The worker's own: the database it shares with the pages, its way to the server, its way to tell them. */

import { version } from '../package.json';
import { Database } from '../src/data/database';
import { localeFrom } from '../src/data/locale';
import { readMeta } from '../src/data/meta';
import type { Locale } from '../src/data/records';
import type { Surroundings } from '../src/data/surroundings';
import { channelName, Tabs } from '../src/data/tabs';
import { createRequest } from '../src/net/client';

export function workerSurroundings(): Surroundings {
  return {
    database: new Database(),
    request: createRequest({ version }),
    tabs: new Tabs(new BroadcastChannel(channelName)),
    locks: navigator.locks,
    now: () => Date.now(),
    random: () => Math.random(),
    uuid: () => crypto.randomUUID(),
  };
}

/** The language of the person who is signed in; else the message's or the browser's. */
export async function preferredLocale({ database }: Surroundings, otherwise: Locale): Promise<Locale> {
  const viewer = await readMeta(await database.read(['meta']), 'viewer');
  return viewer?.preferences.locale ?? otherwise;
}

export function guessedLocale(language = navigator.language): Locale {
  return localeFrom(language);
}

/** Nothing may stand between a push and its notification: what does not answer is done without. */
export async function quickly<T>(work: Promise<T>, otherwise: T, limit = 500): Promise<T> {
  const late = new Promise<T>((resolve) => {
    setTimeout(() => resolve(otherwise), limit);
  });
  return Promise.race([work.catch(() => otherwise), late]);
}
