import { createContext } from 'svelte';
import type { Desk } from '../data';

/** The one desk of this page, for every component below the root. */
export const [getDesk, setDesk] = createContext<Desk>();
