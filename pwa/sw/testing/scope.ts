/** A worker's surroundings in memory: what the system shows, which pages are open, what was asked of them. */

import type { WorkerMessage } from '../../src/push/payload';

export interface Shown {
  title: string;
  options: NotificationOptions & { renotify?: boolean; actions?: readonly { action: string }[] };
}

export interface Page {
  visibilityState: 'visible' | 'hidden';
  focused?: boolean;
  /** Undefined: it does not answer, as a frozen one. */
  showing?: boolean;
  refusesFocus?: boolean;
}

export class Scope {
  readonly notifications: Shown[] = [];
  /** Every call, also those that replaced a notification of the same tag. */
  readonly calls: Shown[] = [];
  readonly openedUrls: string[] = [];
  readonly messages: WorkerMessage[] = [];
  readonly focused: Page[] = [];
  pages: Page[] = [];
  /** The browser refuses options that it does not know. */
  refusesOptions = false;
  badge: number | undefined;

  constructor(userAgent = 'Mozilla/5.0 (X11; Linux) AppleWebKit/537.36 Chrome/156.0 Safari/537.36') {
    const registration = {
      showNotification: (title: string, options: Shown['options']) => {
        if (this.refusesOptions && options.actions) return Promise.reject(new TypeError('not here'));
        this.calls.push({ title, options });
        const same = this.notifications.findIndex(({ options: { tag } }) => tag && tag === options.tag);
        if (same >= 0) this.notifications.splice(same, 1);
        this.notifications.push({ title, options });
        return Promise.resolve();
      },
      getNotifications: () =>
        Promise.resolve(
          this.notifications.map((shown) => ({
            data: shown.options.data as unknown,
            close: () => this.notifications.splice(this.notifications.indexOf(shown), 1),
          })),
        ),
    };
    const subscription = {
      endpoint: 'https://push.example/new',
      options: { applicationServerKey: null },
      getKey: () => new ArrayBuffer(0),
    };
    const pushManager = {
      getSubscription: () => Promise.resolve(null),
      subscribe: () => Promise.resolve(subscription),
    };
    Object.assign(registration, { pushManager });
    const clients = {
      matchAll: () => Promise.resolve(this.pages.map((page) => this.#client(page))),
      openWindow: (url: string) => Promise.resolve(void this.openedUrls.push(url)),
    };
    Object.assign(globalThis, { self: { registration, clients } });
    Object.defineProperty(globalThis, 'navigator', {
      configurable: true,
      value: {
        userAgent,
        language: 'pt-BR',
        setAppBadge: (count: number) => Promise.resolve(void (this.badge = count)),
        clearAppBadge: () => Promise.resolve(void (this.badge = 0)),
      },
    });
  }

  #client(page: Page) {
    return {
      visibilityState: page.visibilityState,
      focused: page.focused ?? false,
      postMessage: (message: WorkerMessage, transfer?: MessagePort[]) => {
        this.messages.push(message);
        if (page.showing !== undefined) transfer?.[0]?.postMessage(page.showing);
      },
      focus: () => {
        if (page.refusesFocus) return Promise.reject(new DOMException('no', 'InvalidAccessError'));
        this.focused.push(page);
        return Promise.resolve();
      },
    };
  }
}
