/** The way of every working day: a customer writes, an agent answers, and neither a tunnel nor a restart loses a word. */

import { expect, test } from '../fixtures';
import { ana } from '../world/people';

test('a message arrives live, is answered, and its ticks turn from clock to read', async ({
  phone,
  sandbox,
}) => {
  await sandbox.statuses({ automatic: false });
  await phone.signIn(ana);
  await phone.list('Abertos');
  await expect(phone.page.getByText('Ninguém esperando')).toBeVisible();

  const maria = await sandbox.customer({ name: 'Maria Aparecida' });
  await maria.says('Bom dia! Meu pedido não chegou.');
  await expect(phone.row('Maria Aparecida')).toContainText('Meu pedido não chegou.');
  await expect(phone.row('Maria Aparecida')).toContainText('1 não lida');

  await phone.open('Maria Aparecida');
  await expect(phone.message('Meu pedido não chegou.')).toBeVisible();
  await phone.write('Bom dia, Maria! Vou verificar agora.');
  const answer = phone.message('Vou verificar agora.');
  await expect(phone.tick(answer)).toHaveAttribute('title', /Na fila|Enviando/);

  const [call] = await sandbox.sent(1, maria);
  const wamid = call?.answer?.messages?.[0]?.id ?? '';
  for (const [status, title] of [
    ['sent', 'Enviada'],
    ['delivered', 'Entregue'],
    ['read', 'Lida'],
  ] as const) {
    await sandbox.status(wamid, status);
    await expect(phone.tick(answer)).toHaveAttribute('title', title);
  }

  await phone.back();
  await phone.list('Meus');
  await expect(phone.row('Maria Aparecida')).toContainText('Vou verificar agora.');
  await expect(phone.row('Maria Aparecida')).not.toContainText('não lida');
});

test('what has been before the agent’s eyes is read, also in a chat that was open before (L-047)', async ({
  phone,
  sandbox,
}) => {
  await phone.signIn(ana);
  await phone.list('Abertos');
  const maria = await sandbox.customer({ name: 'Maria Aparecida' });
  for (const words of ['Bom dia!', 'Ainda está aí?', 'Alô?']) {
    await maria.says(words);
    await expect(phone.row('Maria Aparecida')).toContainText('1 não lida');
    await phone.open('Maria Aparecida');
    await expect(phone.message(words)).toBeVisible();
    await expect(phone.row('Maria Aparecida')).not.toContainText('não lida');
    await phone.back();
  }
});

test('without network and server the inbox and the thread are there; back online exactly what was missed comes', async ({
  phone,
  sandbox,
  installation,
  complaints,
}) => {
  const maria = await sandbox.customer({ name: 'Maria Aparecida' });
  const joao = await sandbox.customer({ name: 'João Batista' });
  await phone.signIn(ana);
  await phone.list('Abertos');
  await maria.says('Primeira mensagem');
  await joao.says('Preciso da segunda via');
  await expect(phone.row('João Batista')).toBeVisible();
  await phone.open('Maria Aparecida');
  await phone.write('Já respondo!');
  await expect(phone.tick(phone.message('Já respondo!'))).toHaveAttribute('title', 'Lida');
  await phone.keepsTheApp();

  complaints.expectOutage();
  await phone.page.context().setOffline(true);
  await installation.stop();
  await phone.page.reload();
  await phone.shows('Maria Aparecida');
  await expect(phone.messages).toHaveText([/Primeira mensagem/, /Já respondo!/]);
  await phone.back();
  await expect(phone.title).toHaveText('Sem conexão');
  await expect(phone.row('Maria Aparecida')).toContainText('Já respondo!');
  await phone.list('Todos');
  await expect(phone.row('João Batista')).toContainText('Preciso da segunda via');
  await phone.open('Maria Aparecida');

  await installation.serve();
  const missed = Array.from({ length: 7 }, (_, index) => `Perdida ${index + 1} de 7`);
  for (const words of missed) await maria.says(words);
  await joao.says('Ainda está aí?');
  await sandbox.settled();
  const added = countAddedMessages(phone.page);
  await phone.page.context().setOffline(false);

  await expect(phone.messages).toHaveText([
    /Primeira/,
    /Já respondo!/,
    ...missed.map((it) => new RegExp(it)),
  ]);
  await phone.back();
  await expect(phone.title).toHaveText('Conversas');
  await expect(phone.row('João Batista')).toContainText('Ainda está aí?');
  expect(added()).toBe(missed.length + 1);
});

/** How many messages the line has told of since: each of what was missed, once, and nothing known before. */
function countAddedMessages(page: import('@playwright/test').Page): () => number {
  let count = 0;
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      count += String(payload).split('"MessageAdded"').length - 1;
    }),
  );
  return () => count;
}
