/** Makes and registers this device's push subscription: shared by the page and the worker. */

import { pushKey, registerPushSubscription } from '../net/documents/device';
import type { Request } from '../net/client';
import type { Locale } from '../data/records';

export interface Registered {
  endpoint: string;
  serverKey: string;
}

/** A subscription with the server's current key, known to the server. Safe to repeat: the server upserts by device. */
export async function subscribeAndRegister(
  pushManager: PushManager,
  request: Request,
  device: { deviceId: string; locale: Locale },
): Promise<Registered> {
  const { installation } = await request(pushKey, {});
  const serverKey = installation.vapidPublicKey;
  const subscription = await currentSubscription(pushManager, bytesFrom(serverKey));
  const { endpoint } = subscription;
  const input = {
    ...device,
    endpoint,
    p256dh: base64urlFrom(subscription.getKey('p256dh')),
    auth: base64urlFrom(subscription.getKey('auth')),
    serverKey,
  };
  const { registerPushSubscription: payload } = await request(registerPushSubscription, { input });
  if (payload.error) throw new RegistrationRefused(payload.error.message);
  return { endpoint, serverKey };
}

/** The server does not take the subscription. */
export class RegistrationRefused extends Error {
  override name = 'RegistrationRefused';
}

async function currentSubscription(
  pushManager: PushManager,
  serverKey: Uint8Array<ArrayBuffer>,
): Promise<PushSubscription> {
  const options = { userVisibleOnly: true, applicationServerKey: serverKey };
  const found = await pushManager.getSubscription();
  if (found && sameBytes(found.options.applicationServerKey, serverKey)) return found;
  // A subscription is bound to its key: after a rotation it is worth nothing and stands in the way.
  await found?.unsubscribe();
  try {
    return await pushManager.subscribe(options);
  } catch (cause) {
    if (!(cause instanceof DOMException) || cause.name !== 'InvalidStateError') throw cause;
    // Another tab subscribed meanwhile with the key from before.
    await (await pushManager.getSubscription())?.unsubscribe();
    return pushManager.subscribe(options);
  }
}

/** By bytes: Firefox pads the key that it gives back. */
function sameBytes(a: ArrayBuffer | null, b: Uint8Array): boolean {
  if (a?.byteLength !== b.byteLength) return false;
  return new Uint8Array(a).every((byte, index) => byte === b[index]);
}

export function bytesFrom(base64url: string): Uint8Array<ArrayBuffer> {
  const binary = atob(base64url.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, ''));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

export function base64urlFrom(bytes: ArrayBuffer | null): string {
  const binary = String.fromCharCode(...new Uint8Array(bytes ?? new ArrayBuffer(0)));
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
