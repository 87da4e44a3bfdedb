/** A reaction is on its message at once, outlives page and tunnel, and reaches the server as it was last meant. */

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Desk } from './desk';
import type { MessageRecord } from './records';
import { Bench, live, shows, until } from './testing/app';

let bench: Bench;

beforeEach(async () => {
  bench = await Bench.set();
  bench.server.state.open('maria', 'ana');
  bench.server.state.receive('maria', 'Chegou!');
});

afterEach(() => bench.clear());

async function message(desk: Desk): Promise<MessageRecord> {
  const { messages } = await shows(desk, 'maria', 'Chegou!');
  return messages[0] as MessageRecord;
}

async function reacts(desk: Desk, emoji: string | null) {
  const { reactions } = await desk.expressions();
  return reactions.react(await message(desk), emoji);
}

const wishes = (desk: Desk, ...emoji: (string | null)[]) =>
  until(desk.reactionWishes, (all) => JSON.stringify(all.map((it) => it.emoji)) === JSON.stringify(emoji));
const onMessage = (desk: Desk, ...emoji: string[]) =>
  until(
    desk.conversation('maria'),
    ({ messages }) => JSON.stringify(messages[0]?.reactions.map((it) => it.emoji)) === JSON.stringify(emoji),
  );

it('it_shows_in_every_tab_before_the_server_has_answered_and_stays_by_its_answer', async () => {
  const { desk } = await bench.signedInTab();
  const other = bench.tab({ visible: false });
  await until(other.desk.session, ({ kind }) => kind === 'signedIn');
  const answer = bench.server.hold('React');
  const reacted = reacts(desk, '👍');
  await wishes(desk, '👍');
  await wishes(other.desk, '👍');
  answer();
  expect(await reacted).toEqual({ ok: true });
  await onMessage(desk, '👍');
  await wishes(desk);
  await wishes(other.desk);
});

it('without_a_network_it_waits_outlives_the_page_and_the_last_one_is_told_once', async () => {
  const first = await bench.signedInTab();
  await message(first.desk);
  bench.app.online = false;
  bench.server.cutSockets();
  expect(await reacts(first.desk, '👍')).toEqual({ ok: true });
  expect(await reacts(first.desk, '🎉')).toEqual({ ok: true });
  await wishes(first.desk, '🎉');
  await first.desk.close();

  const { desk } = bench.tab();
  await wishes(desk, '🎉');
  expect(bench.server.state.reacted).toEqual([]);
  bench.app.online = true;
  desk.presence(true);
  await live(desk);
  await wishes(desk);
  expect(bench.server.state.reacted).toEqual(['🎉']);
  await onMessage(desk, '🎉');
});

it('what_the_server_refuses_right_now_is_told_and_forgotten', async () => {
  const { desk } = await bench.signedInTab();
  bench.server.state.refuseReactions = { code: 'WINDOW_CLOSED', message: 'too late' };
  expect(await reacts(desk, '👍')).toMatchObject({ ok: false, code: 'WINDOW_CLOSED' });
  await wishes(desk);
});

it('what_it_refuses_later_stays_with_the_reason_until_its_author_decides', async () => {
  const { desk } = await bench.signedInTab();
  bench.server.fault = (name) => (name === 'React' ? 'lost request' : undefined);
  await reacts(desk, '👍');
  bench.server.state.refuseReactions = { code: 'WINDOW_CLOSED', message: 'too late' };
  bench.server.fault = () => undefined;
  bench.server.cutSockets();
  const [refused] = await until(desk.reactionWishes, ([wish]) => wish?.refused !== undefined);
  expect(refused).toMatchObject({ emoji: '👍', refused: { code: 'WINDOW_CLOSED', message: 'too late' } });
  const { reactions } = await desk.expressions();
  await reactions.withdraw(refused?.id ?? '');
  await wishes(desk);
});

it('an_answer_that_is_late_does_not_undo_what_was_meant_since', async () => {
  const { desk } = await bench.signedInTab();
  const answer = bench.server.hold('React');
  const first = reacts(desk, '👍');
  await vi.waitFor(() => expect(bench.server.asked).toContain('React'));
  const second = reacts(desk, null);
  await wishes(desk, null);
  answer();
  await Promise.all([first, second]);
  expect(bench.server.state.reacted).toEqual(['👍', null]);
  await wishes(desk);
  await onMessage(desk);
});

it('nobody_else_on_the_device_sends_or_sees_it', async () => {
  const { desk } = await bench.signedInTab();
  bench.server.fault = (name) => (name === 'React' ? 'lost request' : undefined);
  await reacts(desk, '👍');
  bench.server.state.sessions.clear();
  bench.server.cutSockets();
  await until(desk.session, ({ kind }) => kind === 'signedOut');
  bench.server.fault = () => undefined;
  await desk.signIn('bia@desk.example', 'right');
  await live(desk);
  await wishes(desk);
  // Nor does leaving on purpose take away what is somebody else's.
  await desk.signOut();
  expect(bench.server.state.reacted).toEqual([]);
  await desk.signIn('ana@desk.example', 'right');
  await vi.waitFor(() => expect(bench.server.state.reacted).toEqual(['👍']));
});
