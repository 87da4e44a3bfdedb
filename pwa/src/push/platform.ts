/** What the browser offers for notifications, behind one small seam. */

export interface PushPlatform {
  /** `installFirst`: iOS has push, but only for apps on the Home Screen. */
  support(): 'supported' | 'installFirst' | 'unsupported';
  permission(): NotificationPermission;
  requestPermission(): Promise<NotificationPermission>;
  /** Undefined when no worker becomes active in reasonable time. */
  registration(): Promise<ServiceWorkerRegistration | undefined>;
}

const workerTimeout = 10_000;

export const browserPlatform: PushPlatform = {
  support() {
    if ('PushManager' in globalThis && 'serviceWorker' in navigator && 'Notification' in globalThis) {
      return 'supported';
    }
    // `standalone` exists on iOS and iPadOS alone.
    return 'standalone' in navigator && navigator.standalone === false ? 'installFirst' : 'unsupported';
  },
  permission: () => Notification.permission,
  requestPermission: () => Notification.requestPermission(),
  registration() {
    if (!('serviceWorker' in navigator)) return Promise.resolve(undefined);
    const late = new Promise<undefined>((resolve) => {
      setTimeout(() => resolve(undefined), workerTimeout);
    });
    // `ready` never settles where no worker could be registered.
    return Promise.race([navigator.serviceWorker.ready, late]);
  },
};
