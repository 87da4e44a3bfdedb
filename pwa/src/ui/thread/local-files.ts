/**
 * Addresses of files that this device has sent or is sending, by the key of their message: what one has just chosen is
 * shown from here, also after the server has it, and never fetched again.
 */

import type { Id } from '../../data';

/** More are let go, the oldest first. */
const MOST = 60;

const urls = new Map<Id, string>();

export function localUrl(key: Id | undefined, file: Blob | undefined): string | undefined {
  if (key === undefined) return undefined;
  const known = urls.get(key);
  if (known !== undefined || !file) return known;
  const url = URL.createObjectURL(file);
  urls.set(key, url);
  const [oldest] = urls.keys();
  if (urls.size > MOST && oldest !== undefined) {
    URL.revokeObjectURL(urls.get(oldest) ?? '');
    urls.delete(oldest);
  }
  return url;
}
