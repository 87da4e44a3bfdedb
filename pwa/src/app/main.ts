/** The page's entry: opens the device's desk, draws the interface over it, registers the worker. */

import { openDesk } from '../data';
import { getLocale } from '../i18n';
import { Installation } from './install.svelte';
import { mountApp } from './mount';
import { WorkerUpdate } from './worker.svelte';

const version = import.meta.env['VITE_VERSION'] as string;
const desk = openDesk({ version });
const update = new WorkerUpdate();

document.documentElement.lang = getLocale();
mountApp(desk, { installation: new Installation(), update, version });
// A page without a worker works, only not offline.
update.register(() => desk.unsent.value).catch(() => undefined);
