import { mount } from 'svelte';
import type { Desk } from '../data';
import '../ui/styles/base.css';
import '../ui/styles/tokens.css';
import App from './App.svelte';
import type { Shell } from './shell';
import { applyRememberedTheme } from './theme';

/** Draws the interface over a desk: the real one, or the gallery's. */
export function mountApp(desk: Desk, shell: Shell): void {
  applyRememberedTheme();
  const target = document.getElementById('app');
  if (!target) throw new Error('index.html lacks #app');
  mount(App, { target, props: { desk, shell } });
}
