import { createContext } from 'svelte';
import type { Installation } from './install.svelte';
import type { Updates } from './updates.svelte';

/** What surrounds the screens: the app as something installed on a device. */
export interface Shell {
  installation: Installation;
  update: Updates;
  version: string;
}

export const [getShell, setShell] = createContext<Shell>();
