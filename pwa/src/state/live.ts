/**
 * The bridge between the device's data, which knows no framework, and what a screen shows. An observable read through
 * `live` inside a component is watched for as long as that component reads it.
 */

import { createSubscriber } from 'svelte/reactivity';
import type { Observable } from '../data';

export interface Live<T> {
  readonly current: T;
}

export function live<T>(source: Observable<T>): Live<T> {
  const track = createSubscriber((update) => {
    // The store contract calls at once with the value that is being read already.
    let first = true;
    const stop = source.subscribe(() => {
      if (!first) update();
    });
    first = false;
    return stop;
  });
  return {
    get current() {
      track();
      return source.value;
    },
  };
}
