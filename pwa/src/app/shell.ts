import { createContext } from 'svelte';
import type { Installation } from './install.svelte';
import type { Invitation } from './invitation.svelte';
import type { Updates } from './updates.svelte';

/** What surrounds the screens: the app as something installed on a device. */
export interface Shell {
  installation: Installation;
  invitation: Invitation;
  update: Updates;
  version: string;
}

export const [getShell, setShell] = createContext<Shell>();
