/**
 * The viewer's preferences: they live on the server and follow the person to every device (against L-180's limitation).
 * What is chosen counts here at once and is kept until the server has it, however long there is no network.
 */

import { updateMyPreferences } from '../net/documents/session';
import { coalesced } from './coalesced';
import type { Outcome } from './desk';
import { localeFrom } from './locale';
import { readMeta, writeMeta, type MetaValues } from './meta';
import { Source, type Observable } from './observable';
import { decisionOf, done } from './outcome';
import type { Id, Preferences, ViewerRecord } from './records';
import { locked, lockNames, type Surroundings } from './surroundings';
import { preferencesFrom } from './translation';

/** The viewer as the server told, and as they have chosen since. */
export function withChoices(viewer: ViewerRecord, choices: MetaValues['choices'] = {}): ViewerRecord {
  const chosen = choices[viewer.person.id];
  return chosen ? { ...viewer, preferences: { ...viewer.preferences, ...chosen } } : viewer;
}

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

  /** Settles when the choice is on the device. */
  async choose(patch: Partial<Preferences>): Promise<void> {
    const { database, tabs } = this.#surroundings;
    const transaction = await database.write(['meta'], 'strict');
    const [viewer, choices] = await Promise.all([
      readMeta(transaction, 'viewer'),
      readMeta(transaction, 'choices'),
    ]);
    if (!viewer) return;
    const { id } = viewer.person;
    await writeMeta(transaction, 'choices', { ...choices, [id]: { ...choices?.[id], ...patch } });
    await transaction.done;
    tabs.changed({ viewer: true });
  }

  /**
   * Tells the server what it does not know yet, one tab after the other, so that an older choice cannot overtake a newer
   * one. Without an answer the choice stays and is told another time.
   */
  readonly tell = coalesced(() => {
    const { locks } = this.#surroundings;
    return locked(locks, lockNames.preferences, 'exclusive', () =>
      locked(locks, lockNames.identity, 'shared', () => this.#tellChosen()),
    );
  });

  async #tellChosen(): Promise<Outcome> {
    const { database, request } = this.#surroundings;
    const reading = await database.read(['meta']);
    const [viewer, choices] = await Promise.all([readMeta(reading, 'viewer'), readMeta(reading, 'choices')]);
    const chosen = viewer && choices?.[viewer.person.id];
    if (!chosen) return done;
    let preferences = null as Preferences | null;
    const outcome = await decisionOf(async () => {
      const answer = (await request(updateMyPreferences, { input: chosen })).updateMyPreferences;
      preferences = answer.preferences;
      return answer.error;
    });
    if (!outcome) return done;
    await this.#decided(viewer.person.id, chosen, preferences);
    return outcome;
  }

  /** The server has answered for good: with what counts now, or that this does not. */
  async #decided(personId: Id, told: Partial<Preferences>, answer: Preferences | null): Promise<void> {
    const { database, tabs } = this.#surroundings;
    const transaction = await database.write(['meta']);
    const [viewer, choices = {}] = await Promise.all([
      readMeta(transaction, 'viewer'),
      readMeta(transaction, 'choices'),
    ]);
    const { [personId]: chosen = {}, ...others } = choices;
    // What was chosen meanwhile has still to be told.
    const newer = Object.entries(chosen).filter(([name, value]) => value !== told[name as keyof Preferences]);
    const own = newer.length > 0 ? { [personId]: Object.fromEntries(newer) } : {};
    await writeMeta(transaction, 'choices', { ...others, ...own });
    if (answer && viewer?.person.id === personId) {
      await writeMeta(transaction, 'viewer', { ...viewer, preferences: preferencesFrom(answer) });
    }
    await transaction.done;
    tabs.changed({ viewer: true });
  }
}
