import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Bench, live, shows, signedIn, texts, until } from './testing/app';
import { dice } from './testing/chance';

let bench: Bench;

beforeEach(async () => {
  bench = await Bench.set();
});

afterEach(() => bench.clear());

it('an_event_that_overtakes_the_answer_of_its_own_mutation_shows_the_message_once', async () => {
  bench.server.state.open('maria', 'ana');
  const { desk } = await bench.signedInTab();
  const answer = bench.server.hold('SendMessage');
  const view = desk.conversation('maria');
  const seen: (string | undefined)[][] = [];
  const stop = view.subscribe((value) => seen.push(texts(value)));
  await until(view, ({ loading }) => !loading);
  await desk.send('maria', 'Já vou ver');
  const local = await until(view, ({ messages }) => messages.length === 1);
  expect(local.messages[0]?.local).toBeDefined();
  // The event is applied while the answer is still on its way.
  const confirmed = await until(view, ({ messages }) => messages[0]?.local === undefined);
  expect(confirmed.messages[0]?.clientKey).toBe(local.messages[0]?.id);
  answer();
  await until(desk.unsent, (count) => count === 0);
  await vi.waitFor(() => expect(bench.server.asked.filter((name) => name === 'SendMessage')).toHaveLength(1));
  expect(texts(view.value)).toEqual(['Já vou ver']);
  expect(Math.max(...seen.map((rows) => rows.length))).toBe(1);
  stop();
});

it('two_tabs_flush_the_outbox_and_the_server_sees_one_send', async () => {
  bench.server.state.open('maria', 'ana');
  const first = await bench.signedInTab();
  const second = bench.tab({ visible: false });
  await signedIn(second.desk);
  bench.app.online = false;
  await first.desk.send('maria', 'uma vez');
  await until(second.desk.unsent, (count) => count === 1);
  bench.app.online = true;
  first.desk.presence(true);
  second.desk.presence(true);
  await vi.waitFor(() => expect(bench.server.state.ledger).toHaveLength(1), { timeout: 5_000 });
  await until(first.desk.unsent, (count) => count === 0);
  await until(second.desk.unsent, (count) => count === 0);
  expect(bench.server.asked.filter((name) => name === 'SendMessage')).toHaveLength(1);
});

it('the_tab_that_comes_to_the_front_takes_the_line_and_the_other_still_shows_everything', async () => {
  bench.server.state.open('maria');
  const first = await bench.signedInTab();
  const second = bench.tab();
  await signedIn(second.desk);
  await live(second.desk);
  await vi.waitFor(() => expect(bench.server.openSockets).toBe(1));
  bench.server.state.receive('maria', 'Oi');
  await shows(second.desk, 'maria', 'Oi');
  await shows(first.desk, 'maria', 'Oi');
  // The one with the line goes away: the other, still visible, has waited for it.
  await second.desk.close();
  bench.server.state.receive('maria', 'Tem alguém?');
  await shows(first.desk, 'maria', 'Oi', 'Tem alguém?');
});

it('after_socket_kills_at_random_no_event_is_missing_or_doubled', async () => {
  bench.server.state.open('maria');
  const { desk } = await bench.signedInTab();
  const random = dice(7);
  const written: string[] = [];
  while (written.length < 150) {
    for (let burst = Math.floor(random() * 5); burst >= 0 && written.length < 150; burst -= 1) {
      written.push(String(written.length));
      bench.server.state.receive('maria', String(written.length - 1));
    }
    // Sometimes cut in the middle of what is on its way, sometimes when all is quiet.
    if (random() < 0.5) await until(desk.inbox('ALL'), ({ rows }) => rows[0]?.unreadCount === written.length);
    bench.server.cutSockets();
    await until(desk.connection, (state) => state !== 'live');
    // The person looks away and back: no pause is waited out.
    desk.presence(false);
    desk.presence(true);
    await live(desk);
  }
  expect(bench.server.state.journal.resumed.length).toBeGreaterThan(15);
  await until(desk.inbox('ALL'), ({ rows }) => rows[0]?.unreadCount === 150, 15_000);
  const view = desk.conversation('maria');
  const stop = view.subscribe(() => undefined);
  await until(view, ({ messages }) => messages.length >= 50);
  while (view.value.hasOlder) await desk.loadOlder('maria');
  expect(texts(view.value)).toEqual(written);
  stop();
}, 30_000);

it('an_expired_cursor_means_loading_everything_and_going_on', async () => {
  bench.server.state.open('maria');
  bench.server.state.receive('maria', 'antes');
  const first = await bench.signedInTab();
  await shows(first.desk, 'maria', 'antes');
  await first.desk.close();
  bench.server.state.receive('maria', 'entretanto');
  bench.server.state.open('josé');
  bench.server.state.journal.compact();
  const { desk } = bench.tab();
  await until(desk.inbox('ALL'), ({ rows }) => rows.length === 2);
  await shows(desk, 'maria', 'antes', 'entretanto');
  bench.server.state.receive('maria', 'depois');
  await shows(desk, 'maria', 'antes', 'entretanto', 'depois');
});

it('an_answer_about_the_viewer_yields_to_what_was_saved_while_it_was_on_its_way', async () => {
  const first = await bench.signedInTab();
  const answer = bench.server.hold('Me');
  const second = bench.tab({ visible: false });
  await vi.waitFor(() => expect(bench.server.asked.filter((name) => name === 'Me')).toHaveLength(2));
  await first.desk.savePreferences({ theme: 'DARK' });
  answer();
  await second.desk.endSession('another');
  expect(first.desk.preferences.value.theme).toBe('DARK');
  await until(second.desk.preferences, ({ theme }) => theme === 'DARK');
});

it('a_session_that_ended_for_one_person_leaves_the_next_one_alone', async () => {
  bench.server.state.open('maria');
  const first = await bench.signedInTab();
  let answer = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  bench.server.state.sessions.clear();
  // The first tab learns late that its session is over; meanwhile Bia has signed in on the same device.
  bench.server.before = (name) => (name === 'Me' ? held : Promise.resolve());
  bench.server.closeSockets(4410);
  await vi.waitFor(() => expect(bench.server.asked.filter((name) => name === 'Me')).toHaveLength(2));
  const second = bench.tab({ visible: false });
  expect(await second.desk.signIn('bia@desk.example', 'right')).toEqual({ ok: true });
  answer();
  const isBia = ({ kind, viewer }: { kind: string; viewer?: { person: { id: string } } }) =>
    kind === 'signedIn' && viewer?.person.id === 'bia';
  await until(first.desk.session, isBia);
  await second.desk.endSession('another');
  expect(isBia(second.desk.session.value)).toBe(true);
});
