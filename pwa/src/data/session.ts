/**
 * Who is signed in on this device. The rule that everything else leans on: the store names the viewer only while the
 * cookie is certainly theirs. It is cleared *before* the cookie may change and set after, under a lock that all sending
 * shares, so that no message ever leaves under another person's name (F34).
 */

import * as documents from '../net/documents/session';
import { ServerFailure } from '../net/failures';
import { coalesced } from './coalesced';
import type { Outcome, SessionState } from './desk';
import { readMeta, writeMeta } from './meta';
import { Source, type Observable } from './observable';
import { outcomeOf } from './outcome';
import { withChoices } from './preferences';
import type { Id, ViewerRecord } from './records';
import { removeEverythingOf, removeRecords } from './removal';
import { locked, lockNames, type Surroundings } from './surroundings';
import { viewerFrom } from './translation';

export class Session {
  readonly #surroundings: Surroundings;
  readonly #state = new Source<SessionState>({ kind: 'unknown' });
  /** Asked once, however many reasons to ask come together at the start. */
  #discovering: Promise<void> | undefined;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  get state(): Observable<SessionState> {
    return this.#state;
  }

  get viewer(): ViewerRecord | undefined {
    return this.#state.value.kind === 'signedIn' ? this.#state.value.viewer : undefined;
  }

  /** From the store at once; from the server when the store knows nobody. */
  async start(): Promise<void> {
    await this.refresh();
    if (this.viewer) await this.confirm().catch(() => undefined);
    else await this.discover();
  }

  /** The store's viewer changed: here, or in another tab. */
  readonly refresh = coalesced(() => this.#read());

  async #read(): Promise<void> {
    const reading = await this.#surroundings.database.read(['meta']);
    const [viewer, owner, choices] = await Promise.all([
      readMeta(reading, 'viewer'),
      readMeta(reading, 'owner'),
      readMeta(reading, 'choices'),
    ]);
    if (viewer) this.#state.set({ kind: 'signedIn', viewer: withChoices(viewer, choices) });
    else if (this.viewer) {
      this.#state.set(
        owner
          ? { kind: 'signedOut', reason: 'ended', email: owner.email }
          : { kind: 'signedOut', reason: 'left' },
      );
    }
  }

  /** Asks whose cookie it is; ends the session here when it is nobody's or another's. Fails without an answer. */
  async confirm(): Promise<void> {
    const asked = await readMeta(await this.#surroundings.database.read(['meta']), 'viewer');
    if (!asked) return;
    try {
      const viewer = viewerFrom((await this.#surroundings.request(documents.me, {})).me);
      if (viewer?.person.id === asked.person.id) await this.#renew(viewer, asked);
      else await this.ended(asked.person.id);
    } catch (cause) {
      if (!(cause instanceof ServerFailure && cause.code === 'UNAUTHENTICATED')) throw cause;
      await this.ended(asked.person.id);
    }
  }

  /** Nobody is known here, but the cookie may still be somebody's (the browser evicted the store). */
  discover(): Promise<void> {
    this.#discovering ??= this.#discover().finally(() => {
      this.#discovering = undefined;
    });
    return this.#discovering;
  }

  async #discover(): Promise<void> {
    if (this.viewer) return;
    const owner = await this.#owner();
    try {
      await locked(this.#surroundings.locks, lockNames.identity, 'exclusive', async () => {
        if (await this.#isLeaving()) {
          if (await this.#tellSignOut()) await this.#setLeaving(false);
          return;
        }
        const viewer = viewerFrom((await this.#surroundings.request(documents.me, {})).me);
        if (viewer) await this.#adopt(viewer);
      });
    } catch {
      // Not signed in, or no network: in both cases the way on is the sign-in screen.
    }
    if (this.viewer) return;
    this.#state.set(
      owner
        ? { kind: 'signedOut', reason: 'ended', email: owner.email }
        : { kind: 'signedOut', reason: 'nobody' },
    );
  }

  async signIn(email: string, password: string, deviceLabel: string): Promise<Outcome> {
    return outcomeOf(async () => {
      const deviceId = await this.deviceId();
      return locked(this.#surroundings.locks, lockNames.identity, 'exclusive', async () => {
        const before = await this.#replaceViewer(undefined);
        const input = { email, password, deviceId, deviceLabel };
        const { signIn } = await this.#surroundings.request(documents.signIn, { input });
        const viewer = signIn.viewer && viewerFrom(signIn.viewer);
        if (viewer) await this.#adopt(viewer);
        // A clear no changed no cookie: whoever is signed in in another tab stays so.
        else if (before) await this.#replaceViewer(before);
        return signIn.error;
      });
    });
  }

  /** Ends the session on the server if it can be reached, and on this device in any case. */
  async signOut(): Promise<void> {
    const personId = this.viewer?.person.id;
    await locked(this.#surroundings.locks, lockNames.identity, 'exclusive', async () => {
      const told = await this.#tellSignOut();
      if (personId) await removeEverythingOf(this.#surroundings.database, personId);
      if (!told) await this.#setLeaving(true);
    });
    this.#state.set({ kind: 'signedOut', reason: 'left' });
    this.#surroundings.tabs.changed({ viewer: true, everything: true, outbox: true, drafts: true });
  }

  /** The server no longer accepts the session of this person; whoever has signed in meanwhile stays. */
  async ended(personId = this.viewer?.person.id): Promise<void> {
    if (!personId || !(await removeRecords(this.#surroundings.database, personId))) return;
    await this.refresh();
    this.#surroundings.tabs.changed({ viewer: true, everything: true });
  }

  /** Made on first use; the same for all tabs and the worker. */
  async deviceId(): Promise<Id> {
    const transaction = await this.#surroundings.database.write(['meta']);
    const found = await readMeta(transaction, 'deviceId');
    const deviceId = found ?? this.#surroundings.uuid();
    if (!found) await writeMeta(transaction, 'deviceId', deviceId);
    await transaction.done;
    return deviceId;
  }

  /** False when the server could not be reached: its cookie, which only it can take back, is still good. */
  async #tellSignOut(): Promise<boolean> {
    return this.#surroundings.request(documents.signOut, {}).then(
      () => true,
      (cause: unknown) => cause instanceof ServerFailure && cause.code === 'UNAUTHENTICATED',
    );
  }

  async #isLeaving(): Promise<boolean> {
    return (await readMeta(await this.#surroundings.database.read(['meta']), 'leaving')) ?? false;
  }

  async #setLeaving(leaving: boolean): Promise<void> {
    const transaction = await this.#surroundings.database.write(['meta']);
    await writeMeta(transaction, 'leaving', leaving || undefined);
    await transaction.done;
  }

  async #owner(): Promise<{ id: Id; email: string } | undefined> {
    return readMeta(await this.#surroundings.database.read(['meta']), 'owner');
  }

  async #replaceViewer(viewer: ViewerRecord | undefined): Promise<ViewerRecord | undefined> {
    const transaction = await this.#surroundings.database.write(['meta']);
    const before = await readMeta(transaction, 'viewer');
    await writeMeta(transaction, 'viewer', viewer);
    await transaction.done;
    return before;
  }

  /** The server's word on the viewer, unless the store has had a newer one since it was asked. */
  async #renew(viewer: ViewerRecord, asked: ViewerRecord): Promise<void> {
    const { database, tabs } = this.#surroundings;
    const transaction = await database.write(['meta']);
    const stored = await readMeta(transaction, 'viewer');
    if (JSON.stringify(stored) !== JSON.stringify(asked)) return;
    await writeMeta(transaction, 'viewer', viewer);
    await transaction.done;
    await this.refresh();
    tabs.changed({ viewer: true });
  }

  async #adopt(viewer: ViewerRecord): Promise<void> {
    const { database, tabs } = this.#surroundings;
    const { id, email } = viewer.person;
    // Another person's records, left by a session that was not ended here.
    const owner = await this.#owner();
    if (owner && owner.id !== id) await removeRecords(database, owner.id);
    const transaction = await database.write(['meta']);
    await writeMeta(transaction, 'viewer', viewer);
    await writeMeta(transaction, 'owner', { id, email });
    await writeMeta(transaction, 'leaving', undefined);
    await transaction.done;
    await this.refresh();
    tabs.changed({ viewer: true, outbox: true });
  }
}
