/** Real history entries for every screen: the system's back gesture, reload and deep links do what they should. */

import { createContext } from 'svelte';
import type { ListName } from '../data';
import { parseRoute, pathOf, type Route } from './routes';

interface Entry {
  /** How many entries of ours lie below this one: whether "back" stays inside the app. */
  depth: number;
}

export class Router {
  #route = $state.raw<Route>(parseRoute(location.pathname));
  /** The list that stands beside a conversation on a wide screen, and that "back" leads to. */
  #list = $state<ListName>('MINE');

  constructor() {
    this.#remember();
    if (depth() === undefined) history.replaceState({ depth: 0 } satisfies Entry, '', pathOf(this.#route));
    $effect(() => {
      const show = () => {
        const route = parseRoute(location.pathname, this.#list);
        // A dialog that was a history entry has closed: the same screen is still there.
        if (pathOf(route) !== pathOf(this.#route)) this.#show(route);
      };
      addEventListener('popstate', show);
      return () => removeEventListener('popstate', show);
    });
  }

  get route(): Route {
    return this.#route;
  }

  get list(): ListName {
    return this.#list;
  }

  go(route: Route, options: { replace?: boolean } = {}): void {
    const path = pathOf(route);
    if (path === location.pathname) return;
    if (options.replace) history.replaceState({ depth: depth() ?? 0 } satisfies Entry, '', path);
    else history.pushState({ depth: (depth() ?? 0) + 1 } satisfies Entry, '', path);
    this.#show(route);
  }

  /** To where the agent came from; to `fallback` when the app was opened right here. */
  back(fallback: Route): void {
    if ((depth() ?? 0) > 0) history.back();
    else this.go(fallback, { replace: true });
  }

  /** Turns a plain click on an inner link into a change of screen; every other click stays the browser's. */
  readonly followLink = (event: MouseEvent): void => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    const plain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
    if (!link || !plain || event.defaultPrevented) return;
    if (link.origin !== location.origin || link.target !== '' || link.hasAttribute('download')) return;
    if (link.pathname.startsWith('/media/')) return;
    event.preventDefault();
    // Lists are siblings, not steps: "back" leaves the inbox instead of walking through its tabs.
    const route = parseRoute(link.pathname, this.#list);
    this.go(route, { replace: route.screen === 'inbox' && this.#route.screen === 'inbox' });
  };

  #show(route: Route): void {
    this.#route = route;
    this.#remember();
  }

  #remember(): void {
    if (this.#route.screen === 'inbox') this.#list = this.#route.list;
  }
}

function depth(): number | undefined {
  return (history.state as Entry | null)?.depth;
}

export const [getRouter, setRouter] = createContext<Router>();
