/** The page's entry: opens the device's desk, draws the interface over it, registers the worker. */

import { openDesk } from '../data';
import { Installation, isAppleTouch } from './install.svelte';
import { Invitation } from './invitation.svelte';
import { useRememberedLanguage } from './language';
import { leaveNothingOpen } from './leaving';
import { mountApp } from './mount';
import { Updates } from './updates.svelte';

const version = import.meta.env['VITE_VERSION'] as string;
const desk = openDesk({ version });
leaveNothingOpen();
const update = new Updates();

const installation = new Installation();
const invitation = new Invitation();
// Words that cannot be fetched leave the interface in Portuguese rather than nobody at the window.
void useRememberedLanguage()
  .catch(() => undefined)
  .then(() => mountApp(desk, { installation, invitation, update, version }));
if (isAppleTouch()) void import('./keyboard').then(({ makeRoomForKeyboard }) => makeRoomForKeyboard());
// After the first frame: nothing on the screen waits for it. A page without a worker works, only not offline.
if (!import.meta.env.DEV) {
  import('./worker')
    .then(({ registerWorker }) => registerWorker(update, () => desk.unsent.value))
    .catch(() => undefined);
}
