/** What somebody prefers counts at once, outlives the page and the session, and reaches the server once it can. */

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Desk } from './desk';
import type { Theme } from './records';
import { Bench, live, until } from './testing/app';

let bench: Bench;

beforeEach(async () => {
  bench = await Bench.set();
});

afterEach(() => bench.clear());

const looks = (desk: Desk, theme: Theme) => until(desk.preferences, (they) => they.theme === theme);
const told = (theme: Theme) => vi.waitFor(() => expect(bench.server.state.preferences.theme).toBe(theme));

it('follow_the_person_to_every_tab', async () => {
  const { desk } = await bench.signedInTab();
  const other = bench.tab({ visible: false });
  await until(other.desk.session, ({ kind }) => kind === 'signedIn');
  expect(await desk.savePreferences({ theme: 'DARK' })).toEqual({ ok: true });
  await looks(other.desk, 'DARK');
  expect(desk.preferences.value).toMatchObject({ theme: 'DARK', sound: true });
});

it('count_before_the_server_has_answered', async () => {
  const { desk } = await bench.signedInTab();
  const answer = bench.server.hold();
  const saved = desk.savePreferences({ theme: 'DARK' });
  await looks(desk, 'DARK');
  expect(bench.server.state.preferences.theme).toBe('SYSTEM');
  answer();
  expect(await saved).toEqual({ ok: true });
  expect(bench.server.state.preferences.theme).toBe('DARK');
});

it('chosen_without_a_network_outlive_the_page_and_are_told_when_it_is_back', async () => {
  const first = await bench.signedInTab();
  await live(first.desk);
  bench.app.online = false;
  bench.server.cutSockets();
  expect(await first.desk.savePreferences({ theme: 'DARK' })).toEqual({ ok: true });
  expect(await first.desk.savePreferences({ sound: false })).toEqual({ ok: true });
  expect(first.desk.preferences.value).toMatchObject({ theme: 'DARK', sound: false });
  await first.desk.close();

  const { desk } = bench.tab();
  await looks(desk, 'DARK');
  expect(bench.server.state.preferences.theme).toBe('SYSTEM');
  bench.app.online = true;
  desk.presence(true);
  await told('DARK');
  expect(bench.server.state.preferences.sound).toBe(false);
  expect(desk.preferences.value).toMatchObject({ theme: 'DARK', sound: false });
});

it('the_last_choice_wins_however_slow_the_first_one_is', async () => {
  const { desk } = await bench.signedInTab();
  const other = bench.tab({ visible: false });
  await until(other.desk.session, ({ kind }) => kind === 'signedIn');
  const answer = bench.server.hold('UpdateMyPreferences');
  const first = desk.savePreferences({ theme: 'DARK' });
  await vi.waitFor(() => expect(bench.server.asked).toContain('UpdateMyPreferences'));
  const second = other.desk.savePreferences({ theme: 'LIGHT' });
  await looks(desk, 'LIGHT');
  answer();
  await Promise.all([first, second]);
  expect(bench.server.state.preferences.theme).toBe('LIGHT');
  await looks(desk, 'LIGHT');
  await looks(other.desk, 'LIGHT');
});

it('a_choice_that_the_server_refuses_is_taken_back_and_says_why', async () => {
  const { desk } = await bench.signedInTab();
  bench.server.state.refusePreferences = { code: 'INVALID_INPUT', message: 'no such theme' };
  expect(await desk.savePreferences({ theme: 'DARK' })).toMatchObject({ ok: false, code: 'INVALID_INPUT' });
  expect(desk.preferences.value.theme).toBe('SYSTEM');
});

it('an_ended_session_keeps_the_choice_for_its_person_alone', async () => {
  const first = await bench.signedInTab();
  bench.server.fault = (name) => (name === 'UpdateMyPreferences' ? 'lost request' : undefined);
  await first.desk.savePreferences({ theme: 'DARK' });
  bench.server.state.sessions.clear();
  bench.server.cutSockets();
  await until(first.desk.session, ({ kind }) => kind === 'signedOut');
  bench.server.fault = () => undefined;

  expect(await first.desk.signIn('bia@desk.example', 'right')).toEqual({ ok: true });
  await live(first.desk);
  expect(first.desk.preferences.value.theme).toBe('SYSTEM');
  expect(await first.desk.savePreferences({ sound: false })).toEqual({ ok: true });
  // Nor does leaving on purpose take away what is somebody else's.
  await first.desk.signOut();
  expect(bench.server.state.preferences.theme).toBe('SYSTEM');

  expect(await first.desk.signIn('ana@desk.example', 'right')).toEqual({ ok: true });
  await told('DARK');
});
