/**
 * A clock that components can read: waiting times, the countdown of the window and "Hoje" follow it. It ticks twice a
 * minute, which is finer than L-052 asks, stands still while nobody looks, and is right again the moment somebody does.
 */

import { createSubscriber } from 'svelte/reactivity';

const TICK = 30_000;

const track = createSubscriber((update) => {
  const tick = () => {
    if (document.visibilityState === 'visible') update();
  };
  const timer = setInterval(tick, TICK);
  document.addEventListener('visibilitychange', tick);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', tick);
  };
});

export const clock = {
  get now(): number {
    track();
    return Date.now();
  },
};
