import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConversationView, Desk } from './desk';
import { readMeta } from './meta';
import { App, live, signedIn, until } from './testing/app';
import { DeskServer } from './testing/desk-server';
import { dice } from './testing/chance';

let server: DeskServer;
let app: App;
const opened: Desk[] = [];

beforeEach(async () => {
  server = await DeskServer.start();
  app = new App(server);
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map((desk) => desk.close()));
  await server.stop();
});

function tab(options: Parameters<App['tab']>[0] = {}) {
  const made = app.tab(options);
  opened.push(made.desk);
  return made;
}

async function signedInTab() {
  const made = tab();
  await until(made.desk.session, ({ kind }) => kind !== 'unknown');
  expect(await made.desk.signIn('ana@desk.example', 'right')).toEqual({ ok: true });
  await live(made.desk);
  return made;
}

const texts = ({ messages }: ConversationView) => messages.map(({ text }) => text);
const shows = (desk: Desk, id: string, ...expected: string[]) =>
  until(desk.conversation(id), (view) => JSON.stringify(texts(view)) === JSON.stringify(expected));

describe('signing in', () => {
  it('a wrong password is an outcome, and the right one opens the desk', async () => {
    server.state.open('maria');
    const { desk } = tab();
    await until(desk.session, ({ kind }) => kind === 'signedOut');
    expect(await desk.signIn('ana@desk.example', 'wrong')).toMatchObject({
      ok: false,
      code: 'INVALID_CREDENTIALS',
    });
    expect(await desk.signIn('ana@desk.example', 'right')).toEqual({ ok: true });
    const { rows } = await until(desk.inbox('ALL'), ({ rows }) => rows.length === 1);
    expect(rows[0]?.contact.name).toBe('maria');
  });

  it('the next start shows the store at once, without a network', async () => {
    server.state.open('maria');
    server.state.receive('maria', 'Oi');
    const first = await signedInTab();
    await shows(first.desk, 'maria', 'Oi');
    await first.desk.close();
    app.online = false;
    const { desk } = tab();
    await signedIn(desk);
    await until(desk.inbox('ALL'), ({ rows }) => rows.length === 1);
    await shows(desk, 'maria', 'Oi');
  });
});

describe('what happens on the desk reaches the screen', () => {
  it('a message arrives live, is acknowledged by this device, and a tick changes it', async () => {
    server.state.open('maria');
    const { desk } = await signedInTab();
    const id = server.state.receive('maria', 'Cadê meu pedido?');
    await shows(desk, 'maria', 'Cadê meu pedido?');
    await vi.waitFor(() => expect(server.state.acknowledged).toContain(id));
    server.state.tick('maria', id, 'editado');
    await shows(desk, 'maria', 'editado');
  });

  it('a hidden conversation leaves list and store', async () => {
    server.state.open('maria');
    const { desk } = await signedInTab();
    await until(desk.inbox('ALL'), ({ rows }) => rows.length === 1);
    server.state.hide('maria');
    await until(desk.inbox('ALL'), ({ rows }) => rows.length === 0);
    expect(await app.device.contents(['conversations', 'messages'])).toEqual([[], []]);
  });

  it('a conversation that is hidden while its page is on its way does not come back', async () => {
    server.state.open('maria');
    const { desk } = await signedInTab();
    let answer = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    server.before = (name) => (name === 'Thread' ? held : Promise.resolve());
    const view = desk.conversation('maria');
    const stop = view.subscribe(() => undefined);
    await vi.waitFor(() => expect(server.asked).toContain('Thread'));
    server.state.hide('maria');
    await until(desk.inbox('ALL'), ({ rows }) => rows.length === 0);
    answer();
    await until(view, ({ missing }) => missing);
    expect(await app.device.contents(['conversations', 'messages'])).toEqual([[], []]);
    stop();
  });

  it('a thread is paged from the store first, then from the server, without a hole', async () => {
    server.state.open('maria');
    for (let index = 0; index < 120; index += 1) server.state.receive('maria', String(index));
    const { desk } = await signedInTab();
    const view = desk.conversation('maria');
    const stop = view.subscribe(() => undefined);
    await until(view, ({ messages }) => messages.length === 50);
    expect(view.value.hasOlder).toBe(true);
    await desk.loadOlder('maria');
    expect(view.value.messages).toHaveLength(100);
    await desk.loadOlder('maria');
    expect(texts(view.value)).toEqual(Array.from({ length: 120 }, (_, index) => String(index)));
    expect(view.value.hasOlder).toBe(false);
    stop();
  });
});

describe('races', () => {
  it('an_event_that_overtakes_the_answer_of_its_own_mutation_shows_the_message_once', async () => {
    server.state.open('maria', 'ana');
    const { desk } = await signedInTab();
    let answer = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    server.before = (name) => (name === 'SendMessage' ? held : Promise.resolve());
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
    await vi.waitFor(() => expect(server.asked.filter((name) => name === 'SendMessage')).toHaveLength(1));
    expect(texts(view.value)).toEqual(['Já vou ver']);
    expect(Math.max(...seen.map((rows) => rows.length))).toBe(1);
    stop();
  });

  it('two_tabs_flush_the_outbox_and_the_server_sees_one_send', async () => {
    server.state.open('maria', 'ana');
    const first = await signedInTab();
    const second = tab({ visible: false });
    await signedIn(second.desk);
    app.online = false;
    await first.desk.send('maria', 'uma vez');
    await until(second.desk.unsent, (count) => count === 1);
    app.online = true;
    first.desk.presence(true);
    second.desk.presence(true);
    await vi.waitFor(() => expect(server.state.ledger).toHaveLength(1), { timeout: 5_000 });
    await until(first.desk.unsent, (count) => count === 0);
    await until(second.desk.unsent, (count) => count === 0);
    expect(server.asked.filter((name) => name === 'SendMessage')).toHaveLength(1);
  });

  it('the_tab_that_comes_to_the_front_takes_the_line_and_the_other_still_shows_everything', async () => {
    server.state.open('maria');
    const first = await signedInTab();
    const second = tab();
    await signedIn(second.desk);
    await live(second.desk);
    await vi.waitFor(() => expect(server.openSockets).toBe(1));
    server.state.receive('maria', 'Oi');
    await shows(second.desk, 'maria', 'Oi');
    await shows(first.desk, 'maria', 'Oi');
    // The one with the line goes away: the other, still visible, has waited for it.
    await second.desk.close();
    server.state.receive('maria', 'Tem alguém?');
    await shows(first.desk, 'maria', 'Oi', 'Tem alguém?');
  });

  it('after_socket_kills_at_random_no_event_is_missing_or_doubled', async () => {
    server.state.open('maria');
    const { desk } = await signedInTab();
    const random = dice(7);
    const written: string[] = [];
    for (let index = 0; index < 150; index += 1) {
      written.push(String(index));
      server.state.receive('maria', String(index));
      if (random() < 0.2) server.cutSockets();
      if (random() < 0.3) {
        desk.presence(true);
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    await until(desk.inbox('ALL'), ({ rows }) => rows[0]?.unreadCount === 150, 15_000);
    const view = desk.conversation('maria');
    const stop = view.subscribe(() => undefined);
    await until(view, ({ messages }) => messages.length >= 50);
    while (view.value.hasOlder) await desk.loadOlder('maria');
    expect(texts(view.value)).toEqual(written);
    stop();
  }, 30_000);

  it('an_expired_cursor_means_loading_everything_and_going_on', async () => {
    server.state.open('maria');
    server.state.receive('maria', 'antes');
    const first = await signedInTab();
    await shows(first.desk, 'maria', 'antes');
    await first.desk.close();
    server.state.receive('maria', 'entretanto');
    server.state.open('josé');
    server.state.journal.compact();
    const { desk } = tab();
    await until(desk.inbox('ALL'), ({ rows }) => rows.length === 2);
    await shows(desk, 'maria', 'antes', 'entretanto');
    server.state.receive('maria', 'depois');
    await shows(desk, 'maria', 'antes', 'entretanto', 'depois');
  });
});

describe('F34: what was written belongs to who wrote it', () => {
  it('five replies survive the window and an ended session, and leave under their author alone', async () => {
    server.state.open('maria', 'ana');
    const first = await signedInTab();
    app.online = false;
    const replies = ['1', '2', '3', '4', '5'];
    for (const text of replies) await first.desk.send('maria', text);
    first.context.kill();

    server.state.sessions.clear();
    app.online = true;
    const { desk } = tab();
    const ended = await until(desk.session, ({ kind }) => kind === 'signedOut');
    expect(ended).toEqual({ kind: 'signedOut', reason: 'ended', email: 'ana@desk.example' });
    // The records of the ended session are gone; the replies are not.
    expect(await app.device.contents(['conversations', 'messages'])).toEqual([[], []]);

    expect(await desk.signIn('bia@desk.example', 'right')).toEqual({ ok: true });
    await live(desk);
    expect(desk.unsent.value).toBe(0);
    await desk.send('maria', 'de Bia');
    await until(desk.unsent, (count) => count === 0);
    expect(server.state.ledger.map(({ personId, text }) => [personId, text])).toEqual([['bia', 'de Bia']]);
    await desk.signOut();

    expect(await desk.signIn('ana@desk.example', 'right')).toEqual({ ok: true });
    await vi.waitFor(() => expect(server.state.ledger).toHaveLength(6), { timeout: 5_000 });
    expect(server.state.ledger.slice(1).map(({ personId, text }) => [personId, text])).toEqual(
      replies.map((text) => ['ana', text]),
    );
  });

  it('signing out leaves nothing of the person on the device', async () => {
    server.state.open('maria', 'ana');
    server.state.receive('maria', 'Oi');
    const { desk } = await signedInTab();
    await shows(desk, 'maria', 'Oi');
    desk.saveDraft('maria', 'quase');
    await until(desk.drafts, (drafts) => drafts.size === 1);
    app.online = false;
    await desk.send('maria', 'não saiu');
    app.online = true;
    await desk.signOut();
    expect(await app.device.contents(['conversations', 'messages', 'threads', 'outbox'])).toEqual([
      [],
      [],
      [],
      [],
    ]);
    const reading = await app.device.database.read(['drafts', 'meta', 'directory', 'lists']);
    for (const name of ['drafts', 'directory', 'lists'] as const) {
      expect(await reading.objectStore(name).count()).toBe(0);
    }
    expect(await readMeta(reading, 'viewer')).toBeUndefined();
    expect(await readMeta(reading, 'cursor')).toBeUndefined();
    expect(desk.session.value).toEqual({ kind: 'signedOut', reason: 'left' });
    expect(desk.inbox('ALL').value.rows).toEqual([]);
  });

  it('a session that the server ends over the line ends here', async () => {
    server.state.open('maria');
    const { desk } = await signedInTab();
    server.closeSockets(4410);
    await until(desk.session, ({ kind }) => kind === 'signedOut');
  });
});

describe('commands', () => {
  it('a lost claim names the winner', async () => {
    server.state.open('maria', 'bia');
    const { desk } = await signedInTab();
    expect(await desk.claim('maria')).toMatchObject({
      ok: false,
      code: 'ALREADY_CLAIMED',
      person: { id: 'bia' },
    });
  });

  it('a refused message stays with its reason until the agent decides', async () => {
    server.state.open('maria', 'ana');
    const { desk } = await signedInTab();
    server.state.refuseSends = { code: 'WINDOW_CLOSED', message: 'a janela fechou' };
    const view = desk.conversation('maria');
    const stop = view.subscribe(() => undefined);
    await desk.send('maria', 'tarde demais');
    const { messages } = await until(view, ({ messages }) => messages[0]?.local?.state === 'refused');
    expect(messages[0]?.local?.error).toEqual({ code: 'WINDOW_CLOSED', message: 'a janela fechou' });
    server.state.refuseSends = undefined;
    expect(await desk.retry(messages[0]!)).toEqual({ ok: true });
    await until(view, ({ messages }) => messages.length === 1 && messages[0]?.local === undefined);
    expect(server.state.ledger).toHaveLength(1);
    stop();
  });

  it('a refused message that is discarded is gone', async () => {
    server.state.open('maria', 'ana');
    const { desk } = await signedInTab();
    server.state.refuseSends = { code: 'WINDOW_CLOSED', message: 'a janela fechou' };
    const view = desk.conversation('maria');
    const stop = view.subscribe(() => undefined);
    await desk.send('maria', 'tarde demais');
    const { messages } = await until(view, ({ messages }) => messages[0]?.local?.state === 'refused');
    expect(await desk.discard(messages[0]!)).toEqual({ ok: true });
    await until(view, ({ messages }) => messages.length === 0);
    stop();
  });

  it('a read mark that found no network is repeated when it is back', async () => {
    server.state.open('maria', 'ana');
    const id = server.state.receive('maria', 'Oi');
    const { desk } = await signedInTab();
    await until(desk.badge, (count) => count === 1);
    app.online = false;
    expect(await desk.markRead('maria', id)).toMatchObject({ ok: false, code: 'OFFLINE' });
    app.online = true;
    server.cutSockets();
    await until(desk.badge, (count) => count === 0);
  });
});
