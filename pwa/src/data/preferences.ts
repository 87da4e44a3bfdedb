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
import type { Preferences, ViewerRecord } from './records';
import { locked, lockNames, type Surroundings } from './surroundings';

type Choices = MetaValues['choices'];

/** The viewer as the server told, and as they have chosen since. */
export function withChoices(viewer: ViewerRecord, choices: Choices | undefined): ViewerRecord {
  if (choices?.personId !== viewer.person.id) return viewer;
  return { ...viewer, preferences: { ...viewer.preferences, ...choices.chosen } };
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
  #told: Outcome = done;

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
    const [viewer, before] = await Promise.all([
      readMeta(transaction, 'viewer'),
      readMeta(transaction, 'choices'),
    ]);
    if (!viewer) return;
    const personId = viewer.person.id;
    const chosen = { ...(before?.personId === personId ? before.chosen : {}), ...patch };
    await writeMeta(transaction, 'choices', { personId, chosen });
    await transaction.done;
    tabs.changed({ viewer: true });
  }

  /** Tells the server what it does not know yet. Without an answer the choice stays and is told another time. */
  async tell(): Promise<Outcome> {
    await this.#tellAll();
    return this.#told;
  }

  readonly #tellAll = coalesced(async () => {
    const { locks } = this.#surroundings;
    // One tab after the other, so that an older choice cannot overtake a newer one.
    this.#told = await locked(locks, lockNames.preferences, 'exclusive', () =>
      locked(locks, lockNames.identity, 'shared', () => this.#tellChosen()),
    );
  });

  async #tellChosen(): Promise<Outcome> {
    const reading = await this.#surroundings.database.read(['meta']);
    const [viewer, choices] = await Promise.all([readMeta(reading, 'viewer'), readMeta(reading, 'choices')]);
    if (!viewer || choices?.personId !== viewer.person.id) return done;
    const { personId, chosen } = choices;
    let preferences = null as Preferences | null;
    const outcome = await decisionOf(async () => {
      const answer = (await this.#surroundings.request(updateMyPreferences, { input: chosen }))
        .updateMyPreferences;
      preferences = answer.preferences;
      return answer.error;
    });
    if (!outcome) return done;
    await this.#taken(personId, chosen, preferences);
    return outcome;
  }

  /** The server has answered for good: with what counts now, or that this does not. */
  async #taken(personId: string, told: Partial<Preferences>, answer: Preferences | null): Promise<void> {
    const { database, tabs } = this.#surroundings;
    const transaction = await database.write(['meta']);
    const [viewer, choices] = await Promise.all([
      readMeta(transaction, 'viewer'),
      readMeta(transaction, 'choices'),
    ]);
    if (choices?.personId === personId) {
      // What was chosen meanwhile has still to be told.
      const newer = Object.entries(choices.chosen).filter(
        ([name, value]) => value !== told[name as keyof Preferences],
      );
      const chosen: Partial<Preferences> = Object.fromEntries(newer);
      await writeMeta(transaction, 'choices', newer.length > 0 ? { personId, chosen } : undefined);
    }
    if (answer && viewer?.person.id === personId) {
      const { locale, notifications, sound, theme, confirmVoiceNotes } = answer;
      const preferences = { locale, notifications, sound, theme, confirmVoiceNotes };
      await writeMeta(transaction, 'viewer', { ...viewer, preferences });
    }
    await transaction.done;
    tabs.changed({ viewer: true });
  }
}
