import { beforeEach, expect, it } from 'vitest';
import { Device } from '../src/data/testing/device';
import { viewer } from '../src/data/testing/records';
import { pushKey } from '../src/net/documents/device';
import { onSubscriptionChange } from './resubscribe';
import { Scope } from './testing/scope';

let scope: Scope;
let device: Device;
let registered: unknown[];

beforeEach(async () => {
  scope = new Scope();
  scope.pages = [{ visibilityState: 'visible' }];
  device = new Device();
  registered = [];
  await device.hold(viewer());
  await device.setMeta('deviceId', 'this device');
});

function change() {
  const { surroundings } = device.open((operation, variables) => {
    if (operation.text === pushKey.text) {
      return Promise.resolve({ installation: { vapidPublicKey: 'BAEC' } } as never);
    }
    registered.push(variables);
    return Promise.resolve({ registerPushSubscription: { error: null } } as never);
  });
  return onSubscriptionChange(surroundings);
}

it('a dropped subscription is made anew and told to the server, and open pages look at theirs', async () => {
  await change();
  expect(registered).toMatchObject([
    { input: { deviceId: 'this device', endpoint: 'https://push.example/new', serverKey: 'BAEC' } },
  ]);
  expect(scope.messages).toEqual([{ kind: 'resubscribed' }]);
});

it.each([
  ['nobody is signed in', 'viewer', undefined],
  ['the person turned notifications off here', 'pushDeclined', true],
] as const)('nothing is subscribed when %s', async (_case, key, value) => {
  await device.setMeta(key, value);
  await change();
  expect(registered).toEqual([]);
});
