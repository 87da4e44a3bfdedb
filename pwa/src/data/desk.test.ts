import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readMeta } from './meta';
import { Bench, live, shows, signedIn, texts, until } from './testing/app';

let bench: Bench;

beforeEach(async () => {
  bench = await Bench.set();
});

afterEach(() => bench.clear());

describe('signing in', () => {
  it('a wrong password is an outcome, and the right one opens the desk', async () => {
    bench.server.state.open('maria');
    const { desk } = bench.tab();
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
    bench.server.state.open('maria');
    bench.server.state.receive('maria', 'Oi');
    const first = await bench.signedInTab();
    await shows(first.desk, 'maria', 'Oi');
    await first.desk.close();
    bench.app.online = false;
    const { desk } = bench.tab();
    await signedIn(desk);
    await until(desk.inbox('ALL'), ({ rows }) => rows.length === 1);
    await shows(desk, 'maria', 'Oi');
  });
});

describe('what happens on the desk reaches the screen', () => {
  it('a message arrives live, is acknowledged by this device, and a tick changes it', async () => {
    bench.server.state.open('maria');
    const { desk } = await bench.signedInTab();
    const id = bench.server.state.receive('maria', 'Cadê meu pedido?');
    await shows(desk, 'maria', 'Cadê meu pedido?');
    await vi.waitFor(() => expect(bench.server.state.acknowledged).toContain(id));
    bench.server.state.tick('maria', id, 'editado');
    await shows(desk, 'maria', 'editado');
  });

  it('a hidden conversation leaves list and store', async () => {
    bench.server.state.open('maria');
    const { desk } = await bench.signedInTab();
    await until(desk.inbox('ALL'), ({ rows }) => rows.length === 1);
    bench.server.state.hide('maria');
    await until(desk.inbox('ALL'), ({ rows }) => rows.length === 0);
    expect(await bench.app.device.contents(['conversations', 'messages'])).toEqual([[], []]);
  });

  it('a conversation that is hidden while its page is on its way does not come back', async () => {
    bench.server.state.open('maria');
    const { desk } = await bench.signedInTab();
    let answer = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    bench.server.before = (name) => (name === 'Thread' ? held : Promise.resolve());
    const view = desk.conversation('maria');
    const stop = view.subscribe(() => undefined);
    await vi.waitFor(() => expect(bench.server.asked).toContain('Thread'));
    bench.server.state.hide('maria');
    await until(desk.inbox('ALL'), ({ rows }) => rows.length === 0);
    answer();
    await until(view, ({ missing }) => missing);
    expect(await bench.app.device.contents(['conversations', 'messages'])).toEqual([[], []]);
    stop();
  });

  it('a thread is paged from the store first, then from the server, without a hole', async () => {
    bench.server.state.open('maria');
    for (let index = 0; index < 120; index += 1) bench.server.state.receive('maria', String(index));
    const { desk } = await bench.signedInTab();
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

describe('F34: what was written belongs to who wrote it', () => {
  it('five replies survive the window and an ended session, and leave under their author alone', async () => {
    bench.server.state.open('maria', 'ana');
    const first = await bench.signedInTab();
    bench.app.online = false;
    const replies = ['1', '2', '3', '4', '5'];
    for (const text of replies) await first.desk.send('maria', text);
    first.context.kill();

    bench.server.state.sessions.clear();
    bench.app.online = true;
    const { desk } = bench.tab();
    const ended = await until(desk.session, ({ kind }) => kind === 'signedOut');
    expect(ended).toEqual({ kind: 'signedOut', reason: 'ended', email: 'ana@desk.example' });
    // The records of the ended session are gone; the replies are not.
    expect(await bench.app.device.contents(['conversations', 'messages'])).toEqual([[], []]);

    expect(await desk.signIn('bia@desk.example', 'right')).toEqual({ ok: true });
    await live(desk);
    expect(desk.unsent.value).toBe(0);
    await desk.send('maria', 'de Bia');
    await until(desk.unsent, (count) => count === 0);
    expect(bench.server.state.ledger.map(({ personId, text }) => [personId, text])).toEqual([
      ['bia', 'de Bia'],
    ]);
    await desk.signOut();

    expect(await desk.signIn('ana@desk.example', 'right')).toEqual({ ok: true });
    await vi.waitFor(() => expect(bench.server.state.ledger).toHaveLength(6), { timeout: 5_000 });
    expect(bench.server.state.ledger.slice(1).map(({ personId, text }) => [personId, text])).toEqual(
      replies.map((text) => ['ana', text]),
    );
  });

  it('signing out leaves nothing of the person on the device', async () => {
    bench.server.state.open('maria', 'ana');
    bench.server.state.receive('maria', 'Oi');
    const { desk } = await bench.signedInTab();
    await shows(desk, 'maria', 'Oi');
    desk.saveDraft('maria', 'quase');
    await until(desk.drafts, (drafts) => drafts.size === 1);
    bench.app.online = false;
    await desk.send('maria', 'não saiu');
    bench.app.online = true;
    await desk.signOut();
    expect(await bench.app.device.contents(['conversations', 'messages', 'threads', 'outbox'])).toEqual([
      [],
      [],
      [],
      [],
    ]);
    const reading = await bench.app.device.database.read(['drafts', 'meta', 'directory', 'lists']);
    for (const name of ['drafts', 'directory', 'lists'] as const) {
      expect(await reading.objectStore(name).count()).toBe(0);
    }
    expect(await readMeta(reading, 'viewer')).toBeUndefined();
    expect(await readMeta(reading, 'cursor')).toBeUndefined();
    expect(desk.session.value).toEqual({ kind: 'signedOut', reason: 'left' });
    expect(desk.inbox('ALL').value.rows).toEqual([]);
  });

  it('a session that the server ends over the line ends here', async () => {
    bench.server.state.open('maria');
    const { desk } = await bench.signedInTab();
    bench.server.state.sessions.clear();
    bench.server.closeSockets(4410);
    await until(desk.session, ({ kind }) => kind === 'signedOut');
  });

  it('a line that is refused while the session lives on costs nothing', async () => {
    bench.server.state.open('maria');
    const { desk } = await bench.signedInTab();
    await until(desk.inbox('ALL'), ({ rows }) => rows.length === 1);
    bench.server.closeSockets(4401);
    await vi.waitFor(() => expect(bench.server.asked.filter((name) => name === 'Me')).not.toHaveLength(0));
    await until(desk.connection, (state) => state !== 'live');
    expect(desk.session.value.kind).toBe('signedIn');
    expect(desk.inbox('ALL').value.rows).toHaveLength(1);
  });

  it('signing out without a network counts, and the server is told before its cookie may count again', async () => {
    const { desk } = await bench.signedInTab();
    bench.app.online = false;
    await desk.signOut();
    expect(bench.server.state.sessions.size).toBe(1);
    bench.app.online = true;
    const next = bench.tab();
    await until(next.desk.session, ({ kind }) => kind !== 'unknown');
    expect(next.desk.session.value.kind).toBe('signedOut');
    expect(bench.server.state.sessions.size).toBe(0);
  });
});
