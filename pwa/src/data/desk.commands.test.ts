import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Desk, Outcome } from './desk';
import { leaveOpenRequest } from './open-requests';
import type { ConversationRecord, MessageRecord } from './records';
import { without } from './known';
import { Bench, shows, until } from './testing/app';
import type { Chat } from './testing/desk-model';

let bench: Bench;

beforeEach(async () => {
  bench = await Bench.set();
});

afterEach(() => bench.clear());

describe('commands', () => {
  it.each([
    ['claim', (desk) => desk.claim('maria'), ({ agentId }) => agentId === 'ana'],
    ['assignToAgent', (desk) => desk.assignToAgent('maria', 'bia'), ({ agentId }) => agentId === 'bia'],
    [
      'assignToDepartment',
      (desk) => desk.assignToDepartment('maria', 'sales'),
      ({ agentId }) => agentId === undefined,
    ],
    ['closeTicket', (desk) => desk.closeTicket('maria'), ({ ticket }) => ticket === undefined],
    ['markUnread', (desk) => desk.markUnread('maria'), ({ unreadCount }) => unreadCount === 1],
  ] as [string, (desk: Desk) => Promise<Outcome>, (record: ConversationRecord) => boolean][])(
    '%s shows by its answer',
    async (_name, command, holds) => {
      bench.server.state.open('maria');
      const { desk } = await bench.signedInTab();
      expect(await command(desk)).toEqual({ ok: true });
      await until(desk.inbox('ALL'), ({ rows }) => rows[0] !== undefined && holds(rows[0]));
    },
  );

  it.each([
    ['retry', 'retried'],
    ['discard', 'discarded'],
  ] as const)('%s of a message of the server', async (decision, text) => {
    bench.server.state.open('maria', 'ana');
    bench.server.state.receive('maria', 'Oi');
    const { desk } = await bench.signedInTab();
    const { messages } = await shows(desk, 'maria', 'Oi');
    expect(await desk[decision](messages[0] as MessageRecord)).toEqual({ ok: true });
    await shows(desk, 'maria', text);
  });

  it('what the server refuses names its field', async () => {
    const { desk } = await bench.signedInTab();
    expect(await desk.renameContact('contact', 'x')).toEqual({
      ok: false,
      code: 'INVALID_INPUT',
      message: 'not x',
      field: 'name',
    });
  });

  it('what is known of a contact shows in the open chat, under the fields of the company (L-074)', async () => {
    bench.server.state.open('maria');
    const { desk } = await bench.signedInTab();
    const fields = await desk.customFields();
    const plan = { key: 'plano', name: 'Plano', kind: 'TEXT' } as const;
    expect(await fields.create(plan)).toEqual({ ok: true });
    expect(await fields.create(plan)).toMatchObject({ ok: false, code: 'CONFLICT' });
    await until(desk.directory, (directory) => directory.fields?.get('plano')?.name === 'Plano');

    const texts = ({ conversation }: { conversation?: ConversationRecord | undefined }) =>
      conversation?.contact.details?.values.map(({ text }) => text).join();
    const view = desk.conversation('maria');
    await until(view, (shown) => texts(shown) === '');
    for (const text of ['Ouro', 'Prata', '']) {
      expect(await fields.setText('contact maria', 'plano', text)).toEqual({ ok: true });
      await until(view, (shown) => texts(shown) === text);
    }
  });

  it('what an older version of the app has kept without it is completed', async () => {
    const { state } = bench.server;
    state.open('maria', 'ana');
    state.receive('maria', 'Oi');
    state.fields.push({ id: 'plano', key: 'plano', name: 'Plano', kind: 'TEXT' });
    state.chats.set('maria', { ...(state.chats.get('maria') as Chat), known: { plano: 'Ouro' } });
    const before = await bench.signedInTab();
    const { conversation } = await until(before.desk.conversation('maria'), (view) =>
      Boolean(view.conversation?.contact.details),
    );
    await before.desk.close();
    const writing = await bench.app.device.database.write(['conversations', 'directory']);
    const record = conversation as ConversationRecord;
    await writing
      .objectStore('conversations')
      .put({ ...record, contact: without(record.contact, 'details') });
    await writing.objectStore('directory').put(without(before.desk.directory.value, 'fields'), 'all');
    await writing.done;

    const { desk } = bench.tab();
    await until(desk.directory, ({ fields }) => fields?.size === 1);
    const { conversation: now } = await until(desk.conversation('maria'), (view) =>
      Boolean(view.conversation?.contact.details),
    );
    expect(now?.contact.details?.values.map(({ text }) => text)).toEqual(['Ouro']);
  });

  it('another session is ended', async () => {
    const { desk } = await bench.signedInTab();
    expect(await desk.endSession('old phone')).toEqual({ ok: true });
    expect(bench.server.state.sessionsEnded).toEqual(['old phone']);
  });

  it('without a network is an outcome', async () => {
    bench.server.state.open('maria');
    const { desk } = await bench.signedInTab();
    bench.app.online = false;
    expect(await desk.claim('maria')).toMatchObject({ ok: false, code: 'OFFLINE' });
  });

  it('a failure of the server is one, too', async () => {
    bench.server.state.open('maria');
    const { desk } = await bench.signedInTab();
    bench.server.fault = () => 'internal error';
    expect(await desk.claim('maria')).toMatchObject({ ok: false, code: 'UNEXPECTED' });
  });

  it('a lost claim names the winner', async () => {
    bench.server.state.open('maria', 'bia');
    const { desk } = await bench.signedInTab();
    expect(await desk.claim('maria')).toMatchObject({
      ok: false,
      code: 'ALREADY_CLAIMED',
      person: { id: 'bia' },
    });
  });

  it('a refused message stays with its reason until the agent decides', async () => {
    bench.server.state.open('maria', 'ana');
    const { desk } = await bench.signedInTab();
    bench.server.state.refuseSends = { code: 'FORBIDDEN', message: 'não pode' };
    const view = desk.conversation('maria');
    const stop = view.subscribe(() => undefined);
    await desk.send('maria', 'tarde demais');
    const { messages } = await until(view, ({ messages }) => messages[0]?.local?.state === 'refused');
    expect(messages[0]?.local?.error).toEqual({ code: 'FORBIDDEN', message: 'não pode' });
    bench.server.state.refuseSends = undefined;
    expect(await desk.retry(messages[0] as MessageRecord)).toEqual({ ok: true });
    await until(view, ({ messages }) => messages.length === 1 && messages[0]?.local === undefined);
    expect(bench.server.state.ledger).toHaveLength(1);
    stop();
  });

  it('a refused message that is discarded is gone', async () => {
    bench.server.state.open('maria', 'ana');
    const { desk } = await bench.signedInTab();
    bench.server.state.refuseSends = { code: 'FORBIDDEN', message: 'não pode' };
    const view = desk.conversation('maria');
    const stop = view.subscribe(() => undefined);
    await desk.send('maria', 'tarde demais');
    const { messages } = await until(view, ({ messages }) => messages[0]?.local?.state === 'refused');
    expect(await desk.discard(messages[0] as MessageRecord)).toEqual({ ok: true });
    await until(view, ({ messages }) => messages.length === 0);
    stop();
  });

  it('a read mark that found no network is repeated when it is back', async () => {
    bench.server.state.open('maria', 'ana');
    const id = bench.server.state.receive('maria', 'Oi');
    const { desk } = await bench.signedInTab();
    await until(desk.badge, (count) => count === 1);
    bench.app.online = false;
    expect(await desk.markRead('maria', id)).toMatchObject({ ok: false, code: 'OFFLINE' });
    bench.app.online = true;
    bench.server.cutSockets();
    await until(desk.badge, (count) => count === 0);
  });
});

describe('lists', () => {
  it('are paged to their end', async () => {
    for (let index = 0; index < 130; index += 1) bench.server.state.open(`chat ${index}`);
    const { desk } = await bench.signedInTab();
    const view = desk.inbox('ALL');
    await until(view, ({ rows, loading }) => rows.length >= 30 && !loading);
    while (!view.value.complete) await desk.loadMore('ALL');
    expect(view.value.rows).toHaveLength(130);
    await desk.loadMore('ALL');
    expect(view.value.rows).toHaveLength(130);
  });

  it('L-009: a chat that is assigned to me is mine at once', async () => {
    bench.server.state.open('maria');
    const { desk } = await bench.signedInTab();
    await until(desk.inbox('OPEN'), ({ rows }) => rows.length === 1);
    await desk.claim('maria');
    await until(desk.inbox('MINE'), ({ rows }) => rows.length === 1);
    await until(desk.inbox('OPEN'), ({ rows }) => rows.length === 0);
  });
});

describe('typing', () => {
  it('of a colleague shows until their message comes', async () => {
    bench.server.state.open('maria', 'ana');
    const { desk } = await bench.signedInTab();
    await until(desk.directory, ({ people }) => people.size === 2);
    bench.server.state.type('maria', 'bia');
    bench.server.state.type('maria', 'ana');
    const who = await until(desk.typingIn('maria'), (people) => people.length > 0);
    expect(who.map(({ id }) => id)).toEqual(['bia']);
  });

  it('of mine is told at most once in a few seconds', async () => {
    const { desk } = await bench.signedInTab();
    for (let key = 0; key < 5; key += 1) desk.typing('maria');
    bench.app.device.now += 5_000;
    desk.typing('maria');
    await vi.waitFor(() => expect(bench.server.state.typed).toEqual(['maria', 'maria']));
  });
});

describe('drafts', () => {
  it('outlive the page, and an empty one is none', async () => {
    const first = await bench.signedInTab();
    first.desk.saveDraft('maria', 'q');
    first.desk.saveDraft('maria', 'quase');
    first.desk.saveDraft('josé', 'outro');
    expect(await first.desk.draft('maria')).toBe('quase');
    await until(first.desk.drafts, (drafts) => drafts.size === 2);
    first.context.kill();
    const { desk } = bench.tab();
    await until(desk.drafts, (drafts) => drafts.get('maria') === 'quase');
    expect(await desk.draft('maria')).toBe('quase');
    desk.saveDraft('maria', '');
    await until(desk.drafts, (drafts) => drafts.size === 1);
    expect(await desk.draft('maria')).toBe('');
  });
});

it('a changed directory is loaded', async () => {
  const { desk } = await bench.signedInTab();
  bench.server.state.changeDirectory();
  await until(desk.directory, ({ people }) => people.has('caio'));
});

describe('a tapped notification', () => {
  it('that was tapped before the page began opens its chat, once', async () => {
    const worker = bench.app.device.open(() => Promise.reject(new Error('not needed')));
    await leaveOpenRequest(worker.surroundings, 'maria');
    const { desk } = bench.tab();
    await until(desk.openRequests, (id) => id === 'maria');
    await desk.consumeOpenRequest();
    expect(desk.openRequests.value).toBeUndefined();
    desk.presence(false);
    desk.presence(true);
    await until(desk.session, ({ kind }) => kind !== 'unknown');
    expect(desk.openRequests.value).toBeUndefined();
  });

  it('that nobody followed for five minutes is forgotten', async () => {
    const worker = bench.app.device.open(() => Promise.reject(new Error('not needed')));
    await leaveOpenRequest(worker.surroundings, 'maria');
    bench.app.device.now += 5 * 60_000;
    const { desk } = bench.tab();
    await until(desk.session, ({ kind }) => kind !== 'unknown');
    expect(desk.openRequests.value).toBeUndefined();
  });
});
