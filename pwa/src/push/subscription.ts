/**
 * Keeps this device's push subscription alive: at every start, on coming back (at most hourly) and when the browser
 * replaced it. Browsers drop subscriptions silently, so the state shown is always the result of a fresh look.
 */

import type { Outcome, PushFailure, PushState } from '../data/desk';
import { readMeta, writeMeta } from '../data/meta';
import { Source, type Observable } from '../data/observable';
import { done, outcomeOf, refusal } from '../data/outcome';
import type { ViewerRecord } from '../data/records';
import type { Surroundings } from '../data/surroundings';
import { removePushSubscription, sendTestPush } from '../net/documents/device';
import { NoAnswer, ServerFailure } from '../net/failures';
import { closeNotifications } from './notices';
import type { PushPlatform } from './platform';

const hour = 3_600_000;

export interface PushKeeperOptions {
  surroundings: Surroundings;
  platform: PushPlatform;
  viewer: () => ViewerRecord | undefined;
  deviceId: () => Promise<string>;
}

export class PushKeeper {
  readonly #options: PushKeeperOptions;
  readonly #state = new Source<PushState>({ kind: 'unknown' });
  #checkedAt = 0;

  constructor(options: PushKeeperOptions) {
    this.#options = options;
  }

  get state(): Observable<PushState> {
    return this.#state;
  }

  /** Coming back to the app: looks again when the last look is an hour old. */
  async visible(): Promise<void> {
    if (this.#options.surroundings.now() - this.#checkedAt >= hour) await this.keep();
  }

  /** Looks at what is there and mends what can be mended without asking the person. */
  async keep(): Promise<void> {
    const { platform, surroundings, viewer } = this.#options;
    if (!viewer()) return;
    this.#checkedAt = surroundings.now();
    const support = platform.support();
    if (support !== 'supported') {
      this.#state.set({ kind: 'unsupported', installFirst: support === 'installFirst' });
    } else if (platform.permission() === 'denied') this.#state.set({ kind: 'denied' });
    else if (await this.#declined()) this.#state.set({ kind: 'off' });
    else if (platform.permission() === 'default') this.#state.set({ kind: 'ask' });
    else await this.#subscribe();
  }

  async enable(): Promise<Outcome> {
    const { platform } = this.#options;
    if (platform.support() !== 'supported') {
      return refusal('NOTIFICATIONS_UNSUPPORTED', 'this browser has no notifications here');
    }
    // The first thing that happens: after any `await` iOS no longer sees the tap behind the question.
    const permission = await platform.requestPermission();
    if (permission !== 'granted') {
      this.#state.set({ kind: permission === 'denied' ? 'denied' : 'ask' });
      return refusal('NOTIFICATIONS_DENIED', 'the permission was not given');
    }
    await this.#decline(false);
    await this.#subscribe();
    const state = this.#state.value;
    return state.kind === 'on'
      ? done
      : refusal('NOTIFICATIONS_FAILED', state.kind === 'failed' ? state.reason : state.kind);
  }

  async disable(): Promise<void> {
    await this.#decline(true);
    await this.#unsubscribe();
    this.#state.set({ kind: 'off' });
    const { surroundings, deviceId } = this.#options;
    const input = { deviceId: await deviceId() };
    // Unreachable: the push service tells the server that the subscription is gone.
    await surroundings.request(removePushSubscription, { input }).catch(() => undefined);
  }

  async test(): Promise<Outcome> {
    const { surroundings, deviceId } = this.#options;
    return outcomeOf(async () => {
      const input = { deviceId: await deviceId() };
      const { sendTestPush: answer } = await surroundings.request(sendTestPush, { input });
      if (answer.error || answer.accepted) return answer.error;
      const message = `the push service answered ${answer.status ?? 'nothing'}`;
      return { code: 'NOTIFICATIONS_FAILED', message, field: null, person: null };
    });
  }

  /** Nobody is signed in any more: nothing shall arrive, and nothing that arrived stays in sight. */
  async leave(): Promise<void> {
    this.#checkedAt = 0;
    this.#state.set({ kind: 'unknown' });
    if (this.#options.platform.support() !== 'supported') return;
    await this.#unsubscribe();
    await closeNotifications(await this.#options.platform.registration(), () => true);
  }

  async #subscribe(): Promise<void> {
    const { surroundings, platform, viewer, deviceId } = this.#options;
    const registration = await platform.registration();
    const person = viewer();
    if (!person) return;
    if (!registration) {
      this.#state.set({ kind: 'failed', reason: 'WORKER' });
      return;
    }
    try {
      // Long after the first screen, which does not wait for it.
      const { subscribeAndRegister } = await import('./registration');
      await subscribeAndRegister(registration.pushManager, surroundings.request, {
        deviceId: await deviceId(),
        locale: person.preferences.locale,
      });
      this.#state.set({ kind: 'on' });
    } catch (cause) {
      this.#state.set(stateAfter(cause));
    }
  }

  async #unsubscribe(): Promise<void> {
    try {
      const registration = await this.#options.platform.registration();
      await (await registration?.pushManager.getSubscription())?.unsubscribe();
    } catch {
      // Without a network some browsers cannot; the server forgets the device with its session.
    }
  }

  async #declined(): Promise<boolean> {
    return (
      (await readMeta(await this.#options.surroundings.database.read(['meta']), 'pushDeclined')) ?? false
    );
  }

  async #decline(declined: boolean): Promise<void> {
    const transaction = await this.#options.surroundings.database.write(['meta']);
    await writeMeta(transaction, 'pushDeclined', declined || undefined);
    await transaction.done;
  }
}

function stateAfter(cause: unknown): PushState {
  if (cause instanceof DOMException) {
    if (cause.name === 'NotAllowedError') return { kind: 'denied' };
    if (cause.name === 'NotSupportedError') return { kind: 'unsupported', installFirst: false };
    return { kind: 'failed', reason: reasons.get(cause.name) ?? 'OTHER' };
  }
  if (cause instanceof NoAnswer) return { kind: 'failed', reason: 'NETWORK' };
  if (cause instanceof ServerFailure || (cause instanceof Error && cause.name === 'RegistrationRefused')) {
    return { kind: 'failed', reason: 'OTHER' };
  }
  throw cause;
}

/** By the Push API: the service could not be reached or took no more; the key is not a valid one. */
const reasons: ReadonlyMap<string, PushFailure> = new Map([
  ['AbortError', 'PUSH_SERVICE'],
  ['NetworkError', 'NETWORK'],
  ['InvalidAccessError', 'SERVER_KEY'],
  ['InvalidStateError', 'SERVER_KEY'],
]);
