/**
 * A launch while the app is open (its icon, a shortcut, a notification) brings this window to the front instead of
 * loading it anew: what is being typed stays, and only a launch that names a screen changes it.
 */

import type { Router } from './router.svelte';
import { parseRoute } from './routes';

interface LaunchQueue {
  setConsumer(consumer: (launch: { targetURL?: string }) => void): void;
}

export function followLaunches(router: Router): void {
  const { launchQueue } = window as { launchQueue?: LaunchQueue };
  launchQueue?.setConsumer(({ targetURL }) => {
    if (targetURL === undefined) return;
    const { pathname } = new URL(targetURL);
    if (pathname !== '/') router.go(parseRoute(pathname, router.list));
  });
}
