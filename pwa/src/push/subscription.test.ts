import { beforeEach, describe, expect, it } from 'vitest';
import type { Request } from '../net/client';
import * as documents from '../net/documents/device';
import { NoAnswer } from '../net/failures';
import { Device } from '../data/testing/device';
import { viewer } from '../data/testing/records';
import { base64urlFrom, bytesFrom } from './registration';
import { PushKeeper } from './subscription';
import type { PushPlatform } from './platform';

/** A browser's push manager: one subscription at most, bound to its key. */
class Browser implements PushPlatform {
  allowed: NotificationPermission = 'granted';
  answers: NotificationPermission = 'granted';
  subscription: { key: string; endpoint: string } | undefined;
  refusal: DOMException | undefined;
  made = 0;
  supported = true;
  shown = 1;

  support() {
    return this.supported ? ('supported' as const) : ('installFirst' as const);
  }
  permission() {
    return this.allowed;
  }
  requestPermission() {
    this.allowed = this.answers;
    return Promise.resolve(this.allowed);
  }
  registration(): Promise<ServiceWorkerRegistration | undefined> {
    const pushManager = {
      getSubscription: () => Promise.resolve(this.#current()),
      subscribe: ({ applicationServerKey }: { applicationServerKey: Uint8Array<ArrayBuffer> }) => {
        if (this.refusal) return Promise.reject(this.refusal);
        const key = base64urlFrom(applicationServerKey.buffer);
        this.subscription = { key, endpoint: `https://push.example/${(this.made += 1)}` };
        return Promise.resolve(this.#current());
      },
    };
    const getNotifications = () =>
      Promise.resolve(Array.from({ length: this.shown }, () => ({ close: () => (this.shown -= 1) })));
    return Promise.resolve({ pushManager, getNotifications } as unknown as ServiceWorkerRegistration);
  }
  #current() {
    const { subscription } = this;
    if (!subscription) return null;
    return {
      endpoint: subscription.endpoint,
      // Firefox gives it back as it decoded it; only the bytes count.
      options: { applicationServerKey: bytesFrom(subscription.key).buffer },
      getKey: () => new Uint8Array([1, 2, 255]).buffer,
      unsubscribe: () => {
        this.subscription = undefined;
        return Promise.resolve(true);
      },
    };
  }
}

let device: Device;
let browser: Browser;
let serverKey: string;
let offline: boolean;
let registered: documents.RegisterPushSubscriptionInput[];
let removed: number;

const request: Request = async (operation, variables) => {
  if (offline) throw new NoAnswer('offline');
  switch (operation.text) {
    case documents.pushKey.text:
      return { installation: { vapidPublicKey: serverKey } } as never;
    case documents.registerPushSubscription.text:
      registered.push((variables as { input: documents.RegisterPushSubscriptionInput }).input);
      return { registerPushSubscription: { error: null } } as never;
    case documents.removePushSubscription.text:
      removed += 1;
      return { removePushSubscription: { error: null } } as never;
    default:
      return { sendTestPush: { accepted: false, status: 403, error: null } } as never;
  }
};

function keeper(): PushKeeper {
  return new PushKeeper({
    surroundings: device.open(request).surroundings,
    platform: browser,
    viewer: () => viewer(),
    deviceId: () => Promise.resolve('this device'),
  });
}

beforeEach(() => {
  device = new Device();
  browser = new Browser();
  serverKey = 'BAEC';
  offline = false;
  registered = [];
  removed = 0;
});

describe('at every start', () => {
  it('a permission that was given becomes a registered subscription', async () => {
    const push = keeper();
    await push.keep();
    expect(push.state.value).toEqual({ kind: 'on' });
    expect(registered).toEqual([
      {
        deviceId: 'this device',
        locale: 'PT_BR',
        endpoint: 'https://push.example/1',
        p256dh: 'AQL_',
        auth: 'AQL_',
        serverKey: 'BAEC',
      },
    ]);
  });

  it('the subscription that is there is kept, and told again', async () => {
    await keeper().keep();
    await keeper().keep();
    expect(browser.made).toBe(1);
    expect(registered).toHaveLength(2);
  });

  it("a subscription with yesterday's key is replaced (F29)", async () => {
    await keeper().keep();
    serverKey = 'BAED';
    await keeper().keep();
    expect(registered.at(-1)).toMatchObject({ endpoint: 'https://push.example/2', serverKey: 'BAED' });
  });

  it('padding of the key makes no difference', async () => {
    await keeper().keep();
    serverKey = 'BAEC==';
    await keeper().keep();
    expect(browser.made).toBe(1);
  });

  it.each([
    ['default', { kind: 'ask' }],
    ['denied', { kind: 'denied' }],
  ] as const)('without a permission (%s) nothing is asked for', async (permission, state) => {
    browser.allowed = permission;
    const push = keeper();
    await push.keep();
    expect(push.state.value).toEqual(state);
    expect(browser.made).toBe(0);
  });

  it('on iOS the app has to be installed first', async () => {
    browser.supported = false;
    const push = keeper();
    await push.keep();
    expect(push.state.value).toEqual({ kind: 'unsupported', installFirst: true });
  });

  it.each([
    ['AbortError', { kind: 'failed', reason: 'PUSH_SERVICE' }],
    ['NetworkError', { kind: 'failed', reason: 'NETWORK' }],
    ['InvalidAccessError', { kind: 'failed', reason: 'SERVER_KEY' }],
    ['InvalidStateError', { kind: 'failed', reason: 'SERVER_KEY' }],
    ['NotSupportedError', { kind: 'unsupported', installFirst: false }],
    ['NotAllowedError', { kind: 'denied' }],
    ['UnknownError', { kind: 'failed', reason: 'OTHER' }],
  ] as const)('a refusal is told by its name: %s', async (name, state) => {
    browser.refusal = new DOMException('no', name);
    const push = keeper();
    await push.keep();
    expect(push.state.value).toEqual(state);
  });

  it('without a network the state says so', async () => {
    offline = true;
    const push = keeper();
    await push.keep();
    expect(push.state.value).toEqual({ kind: 'failed', reason: 'NETWORK' });
  });
});

describe('coming back', () => {
  it('looks again when the last look is an hour old', async () => {
    const push = keeper();
    await push.keep();
    device.now += 3_599_999;
    await push.visible();
    expect(registered).toHaveLength(1);
    device.now += 1;
    await push.visible();
    expect(registered).toHaveLength(2);
  });
});

describe('a tap on "enable"', () => {
  it('asks before anything else, as iOS demands', async () => {
    browser.allowed = 'default';
    const push = keeper();
    const outcome = push.enable();
    expect(browser.allowed).toBe('granted');
    expect(await outcome).toEqual({ ok: true });
  });

  it('refused, is an outcome', async () => {
    browser.answers = 'denied';
    expect(await keeper().enable()).toMatchObject({ ok: false, code: 'NOTIFICATIONS_DENIED' });
  });
});

describe('turned off on this device', () => {
  it('stays off at the next start, until it is turned on again', async () => {
    await keeper().keep();
    await keeper().disable();
    expect(browser.subscription).toBeUndefined();
    expect(removed).toBe(1);
    const next = keeper();
    await next.keep();
    expect(next.state.value).toEqual({ kind: 'off' });
    expect(browser.subscription).toBeUndefined();
    await next.enable();
    expect(next.state.value).toEqual({ kind: 'on' });
  });
});

it('when the person leaves, subscription and notifications go', async () => {
  const push = keeper();
  await push.keep();
  await push.leave();
  expect(browser.subscription).toBeUndefined();
  expect(browser.shown).toBe(0);
});

it('a test that the push service refuses says with what', async () => {
  expect(await keeper().test()).toMatchObject({ ok: false, message: expect.stringContaining('403') });
});
