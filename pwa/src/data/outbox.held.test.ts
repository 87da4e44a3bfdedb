/** Replies that come too late: they become held replies of the server, never failures, and nothing is said twice. */

import { afterEach, beforeEach, expect, it } from 'vitest';
import { Bench, live, shows, texts, until } from './testing/app';

let bench: Bench;

beforeEach(async () => {
  bench = await Bench.set();
});
afterEach(() => bench.clear());

const late = { code: 'WINDOW_CLOSED', message: 'too late' };

it('what was written without a network and comes after the window closed is held, for its author to decide', async () => {
  const { server, app } = bench;
  server.state.open('maria', 'ana');
  server.state.receive('maria', 'Oi');
  const { desk } = await bench.signedInTab();
  await shows(desk, 'maria', 'Oi');
  app.online = false;
  await desk.send('maria', 'Seu pedido saiu.');
  await shows(desk, 'maria', 'Oi', 'Seu pedido saiu.');
  server.state.refuseSends = late;
  app.online = true;
  // The line comes back, and with it whatever had to wait.
  server.cutSockets();
  await live(desk);
  const view = await until(
    desk.conversation('maria'),
    ({ conversation, messages }) => conversation?.heldReplies?.length === 1 && messages.length === 1,
  );
  const [held] = view.conversation?.heldReplies ?? [];
  expect(held).toMatchObject({ text: 'Seu pedido saiu.', sendsItself: false, authorId: 'ana' });
  expect(server.state.ledger).toEqual([]);
  await until(desk.unsent, (count) => count === 0);
});

it('what is to be held is held once, also when the answer is lost', async () => {
  const { server } = bench;
  server.state.open('maria', 'ana');
  const { desk } = await bench.signedInTab();
  let asked = 0;
  server.fault = (operation) => (operation === 'HoldReply' && (asked += 1) === 1 ? 'lost answer' : undefined);
  await desk.send('maria', 'Sai amanhã.', { hold: true });
  await until(desk.conversation('maria'), ({ conversation }) => conversation?.heldReplies?.length === 1);
  server.cutSockets();
  const view = await until(
    desk.conversation('maria'),
    ({ conversation, messages }) => (conversation?.heldReplies?.length ?? 0) > 0 && messages.length === 0,
  );
  expect(view.conversation?.heldReplies).toMatchObject([{ text: 'Sai amanhã.', sendsItself: true }]);
  expect(texts(view)).toEqual([]);
  await until(desk.unsent, (count) => count === 0);
});

it('a held reply that is given up leaves every screen', async () => {
  const { server } = bench;
  server.state.open('maria', 'ana');
  const { desk } = await bench.signedInTab();
  await desk.send('maria', 'Sai amanhã.', { hold: true });
  const { conversation } = await until(
    desk.conversation('maria'),
    (view) => view.conversation?.heldReplies?.length === 1,
  );
  const [held] = conversation?.heldReplies ?? [];
  if (!held) throw new Error('no held reply');
  expect(await desk.cancelHeldReply(held)).toEqual({ ok: true });
  await until(desk.conversation('maria'), (view) => view.conversation?.heldReplies?.length === 0);
  expect(await desk.cancelHeldReply(held)).toMatchObject({ ok: false, code: 'NOT_FOUND' });
});

it('without a network words are found in what the device holds, whatever their case and accents (L-063)', async () => {
  const { server, app } = bench;
  server.state.open('maria', 'ana');
  for (const text of ['Não chegou', 'Sim', 'E o NAO fiscal?']) server.state.receive('maria', text);
  const { desk } = await bench.signedInTab();
  await shows(desk, 'maria', 'Não chegou', 'Sim', 'E o NAO fiscal?');
  app.online = false;
  const found = await desk.search('maria', 'não');
  expect(found.hits.map(({ text }) => text)).toEqual(['E o NAO fiscal?', 'Não chegou']);
  expect(found).toMatchObject({ total: 2, partial: true });
});

it('a thread is loaded back to a message that lies far behind, without a hole', async () => {
  const { server } = bench;
  server.state.open('maria', 'ana');
  for (let index = 0; index < 180; index += 1) server.state.receive('maria', `Mensagem ${index}`);
  const { desk } = await bench.signedInTab();
  const view = await until(
    desk.conversation('maria'),
    ({ messages, loading }) => messages.length > 1 && !loading,
  );
  const newest = view.messages.at(-1);
  if (!newest) throw new Error('nothing');
  const stop = desk.conversation('maria').subscribe(() => undefined);
  const old = server.state.chats.get('maria')?.messages[3];
  if (!old) throw new Error('nothing');
  const target = { ...newest, id: old.id, sentAt: Date.parse(old.sentAt) };
  expect(await desk.reach(target)).toBe(true);
  const shown = texts(desk.conversation('maria').value);
  expect(shown).toContain('Mensagem 3');
  expect(shown.at(-1)).toBe('Mensagem 179');
  expect(shown.length).toBe(new Set(shown).size);
  stop();
});
