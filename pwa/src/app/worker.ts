/**
 * Registers the service worker and watches its life. A new version waits until it disturbs nobody: the agent takes it
 * with a tap, or it comes by itself once the app has been out of sight for half a minute with nothing left to send.
 */

import type { Updates } from './updates.svelte';

const HOUR = 60 * 60_000;
const OUT_OF_SIGHT = 30_000;

/** The one script address that this page may load as a worker, as Trusted Types want it said. */
const policy = window.trustedTypes?.createPolicy('guiche', {
  createScriptURL: (url) => {
    if (url !== '/sw.js') throw new TypeError(`not a worker of ours: ${url}`);
    return url;
  },
});

export async function registerWorker(updates: Updates, unsent: () => number): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const controlled = navigator.serviceWorker.controller !== null;
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    // The first worker takes over a page of its own version: no reason to reload.
    if (controlled || updates.replacing) location.reload();
  });
  const url = (policy?.createScriptURL('/sw.js') ?? '/sw.js') as string;
  const registration = await navigator.serviceWorker.register(url, { updateViaCache: 'none' });
  const look = () => {
    updates.waiting = navigator.serviceWorker.controller ? registration.waiting : null;
  };
  look();
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', look);
  });
  setInterval(() => void registration.update().catch(() => undefined), HOUR);
  applyWhenOutOfSight(updates, unsent);
}

function applyWhenOutOfSight(updates: Updates, unsent: () => number): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  document.addEventListener('visibilitychange', () => {
    clearTimeout(timer);
    if (document.visibilityState === 'visible') return;
    timer = setTimeout(() => {
      if (updates.waiting && unsent() === 0) updates.apply();
    }, OUT_OF_SIGHT);
  });
}
