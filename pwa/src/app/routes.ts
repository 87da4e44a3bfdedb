/** Addresses and the screens that they name. Pure, so that the worker's deep links and ours cannot drift apart. */

import type { Id, ListName } from '../data';

export type Route =
  | { screen: 'inbox'; list: ListName }
  | { screen: 'conversation'; id: Id }
  | { screen: 'contact'; id: Id }
  | { screen: 'settings' };

const LIST_PATHS: Readonly<Record<ListName, string>> = {
  MINE: 'mine',
  OPEN: 'open',
  IN_SERVICE: 'in-service',
  ALL: 'all',
};

/** Anything unknown is the inbox: an old bookmark must not meet a wall. */
export function parseRoute(path: string, list: ListName = 'MINE'): Route {
  const [first, second, third] = path.split('/').filter(Boolean).map(decoded);
  if (first === 'c' && second)
    return { screen: third === 'contact' ? 'contact' : 'conversation', id: second };
  if (first === 'settings') return { screen: 'settings' };
  const named = Object.entries(LIST_PATHS).find(([, segment]) => first === 'inbox' && segment === second);
  return { screen: 'inbox', list: (named?.[0] as ListName | undefined) ?? list };
}

export function pathOf(route: Route): string {
  switch (route.screen) {
    case 'inbox':
      return `/inbox/${LIST_PATHS[route.list]}`;
    case 'conversation':
      return `/c/${encodeURIComponent(route.id)}`;
    case 'contact':
      return `/c/${encodeURIComponent(route.id)}/contact`;
    case 'settings':
      return '/settings';
  }
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
