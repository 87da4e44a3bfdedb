/** The viewer's preferences: they live on the server and follow the person to every device (against L-180's limitation). */

import { updateMyPreferences } from '../net/documents/session';
import type { Outcome } from './desk';
import { localeFrom } from './locale';
import { readMeta, writeMeta } from './meta';
import { Source, type Observable } from './observable';
import { outcomeOf } from './outcome';
import type { Preferences } from './records';
import type { Surroundings } from './surroundings';

export class PreferenceKeeper {
  readonly #surroundings: Surroundings;
  readonly #current = new Source<Preferences>({
    locale: localeFrom(globalThis.navigator?.language),
    notifications: true,
    sound: true,
    theme: 'SYSTEM',
    confirmVoiceNotes: false,
  });

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  get current(): Observable<Preferences> {
    return this.#current;
  }

  /** After sign-out the last ones stay: the sign-in screen keeps its language. */
  show(preferences: Preferences): void {
    this.#current.set(preferences);
  }

  save(patch: Partial<Preferences>): Promise<Outcome> {
    const { database, request, tabs } = this.#surroundings;
    return outcomeOf(async () => {
      const answer = (await request(updateMyPreferences, { input: patch })).updateMyPreferences;
      if (answer.preferences) {
        const { locale, notifications, sound, theme, confirmVoiceNotes } = answer.preferences;
        const transaction = await database.write(['meta']);
        const viewer = await readMeta(transaction, 'viewer');
        const preferences = { locale, notifications, sound, theme, confirmVoiceNotes };
        if (viewer) await writeMeta(transaction, 'viewer', { ...viewer, preferences });
        await transaction.done;
        tabs.changed({ viewer: true });
      }
      return answer.error;
    });
  }
}
