/** The interface over an invented desk. `?scene=` chooses its situation, `?theme=` and `?locale=` its look. */

import { Installation } from '../../src/app/install.svelte';
import { Invitation } from '../../src/app/invitation.svelte';
import { useLanguage } from '../../src/app/language';
import { mountApp } from '../../src/app/mount';
import { Updates } from '../../src/app/updates.svelte';
import type { Locale, Theme } from '../../src/data';
import { toLocale } from '../../src/i18n';
import { InventedDesk, type Scene } from './invented-desk';

const wanted = new URLSearchParams(location.search);
const locale = (wanted.get('locale') ?? 'PT_BR') as Locale;
const theme = (wanted.get('theme') ?? 'SYSTEM') as Theme;
const scene = (wanted.get('scene') ?? 'usual') as Scene;

await useLanguage(toLocale(locale));
const installation = new Installation();
installation.dismiss();
const invitation = new Invitation();
if (scene !== 'ask') invitation.dismiss();
const desk = new InventedDesk({ scene, locale, theme });
Object.assign(window, { desk });
mountApp(desk, { installation, invitation, update: new Updates(), version: '0.1.0' });
