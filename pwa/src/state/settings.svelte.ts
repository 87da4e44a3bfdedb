/** What the settings show and change: preferences, notifications of this device, the viewer's devices. */

import type {
  ConnectionState,
  Desk,
  Outcome,
  Preferences,
  PushState,
  ReactionWish,
  SessionRecord,
  SessionState,
} from '../data';
import { m } from '../i18n/rooms';
import { Recordings } from '../voice/recordings';
import { live, type Live } from './live';
import { report } from './outcome';
import { toasts } from './toasts.svelte';

export class Settings {
  readonly #desk: Desk;
  readonly #preferences: Live<Preferences>;
  readonly #push: Live<PushState>;
  readonly #session: Live<SessionState>;
  readonly #unsent: Live<number>;
  readonly #reactionWishes: Live<readonly ReactionWish[]>;
  readonly #connection: Live<ConnectionState>;
  /** Loading, then the devices, or that they could not be loaded. */
  devices = $state.raw<readonly SessionRecord[] | 'loading' | 'failed'>('loading');

  constructor(desk: Desk) {
    this.#desk = desk;
    this.#preferences = live(desk.preferences);
    this.#push = live(desk.push.state);
    this.#session = live(desk.session);
    this.#unsent = live(desk.unsent);
    this.#reactionWishes = live(desk.reactionWishes);
    this.#connection = live(desk.connection);
  }

  get preferences(): Preferences {
    return this.#preferences.current;
  }

  get push(): PushState {
    return this.#push.current;
  }

  get viewer() {
    const session = this.#session.current;
    return session.kind === 'signedIn' ? session.viewer.person : undefined;
  }

  get connected(): boolean {
    return this.#connection.current === 'live';
  }

  /** What signing out would lose, in words. */
  get losses(): string | undefined {
    const messages = this.#unsent.current;
    const reactions = this.#reactionWishes.current.filter((wish) => !wish.refused).length;
    const sentences = [];
    if (messages > 0) sentences.push(m.sign_out_unsent({ count: messages }));
    if (reactions > 0) sentences.push(m.sign_out_unsent_reactions({ count: reactions }));
    return sentences.join(' ') || undefined;
  }

  async save(patch: Partial<Preferences>): Promise<void> {
    report(await this.#desk.savePreferences(patch));
  }

  /** Nothing may stand between the tap and this call: iOS asks for the permission only there. */
  enablePush(): Promise<Outcome> {
    return this.#desk.push.enable();
  }

  async disablePush(): Promise<void> {
    await this.#desk.push.disable();
  }

  async testPush(): Promise<void> {
    report(await this.#desk.push.test(), m.push_test_ok());
  }

  async loadDevices(): Promise<void> {
    try {
      this.devices = await this.#desk.sessions();
    } catch {
      this.devices = 'failed';
    }
  }

  async endDevice(device: SessionRecord): Promise<void> {
    if (report(await this.#desk.endSession(device.id), m.device_ended())) await this.loadDevices();
  }

  async signOut(): Promise<void> {
    try {
      const me = this.viewer?.id;
      if (me !== undefined) await new Recordings().removeAllOf(me);
      await this.#desk.signOut();
    } catch {
      toasts.show(m.error_unexpected(), 'danger');
    }
  }
}
