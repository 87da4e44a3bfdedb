/** The 24 h window as agents meet it: it runs out before their eyes, and no word of theirs is lost. */

import { expect, test } from '../fixtures';
import { ana, marcos } from '../world/people';

const HOUR = 60 * 60_000;

test('the window runs out while somebody writes: what they wrote waits, and leaves once when the customer answers (L-041, L-042)', async ({
  phone,
  anotherPhone,
  sandbox,
}) => {
  const maria = await sandbox.customer({ name: 'Maria Aparecida' });
  // Twenty minutes of the window are left.
  await maria.sends({ type: 'text', body: 'Bom dia!', at_ms: Date.now() - 24 * HOUR + 20 * 60_000 });
  await phone.page.clock.install();
  await phone.signIn(ana);
  await phone.list('Abertos');
  await expect(phone.row('Maria Aparecida')).toContainText('Expirando');
  await phone.open('Maria Aparecida');
  await expect(phone.page.locator('header').getByText(/Expirando · \d+ min/)).toBeVisible();
  await phone.composer.fill('Achamos o seu pedido, Maria.');
  await phone.page.clock.fastForward('21:00');
  await expect(phone.page.getByText('O que você escrever sai quando o contato responder.')).toBeVisible();
  await expect(phone.page.locator('header').getByText('Expirado')).toBeVisible();
  await expect(phone.composer).toHaveValue('Achamos o seu pedido, Maria.');
  // The server's clock still says otherwise, so that it sends at once what the device would have held.
  await phone.page.getByRole('button', { name: 'Guardar até o contato responder' }).click();
  await sandbox.sent(1, maria);
  expect(await sandbox.textsSentTo(maria)).toEqual(['Achamos o seu pedido, Maria.']);

  const joao = await sandbox.customer({ name: 'João Batista' });
  await joao.sends({ type: 'text', body: 'Oi', at_ms: Date.now() - 25 * HOUR });
  const other = await anotherPhone();
  await other.signIn(marcos);
  await other.list('Todos');
  await expect(other.row('João Batista')).toContainText('Expirado');
  await other.open('João Batista');
  await expect(other.composer).toBeDisabled();
  await other.page.getByRole('button', { name: 'Guardar resposta' }).click();
  for (const words of ['Sua segunda via está pronta.', 'Posso enviar?']) {
    await other.composer.fill(words);
    await other.page.getByRole('button', { name: 'Guardar até o contato responder' }).click();
  }
  const held = other.page.getByRole('list', { name: 'Respostas guardadas' });
  await expect(held.getByRole('listitem')).toHaveCount(2);
  await expect(held).toContainText('Sai quando o cliente responder');
  await other.page.screenshot({ path: 'test-results/held-replies.png' });
  await held.getByRole('listitem').nth(1).getByRole('button', { name: 'Editar' }).click();
  await other.page.getByRole('dialog').getByRole('textbox').fill('Quer que eu envie?');
  await other.page.getByRole('dialog').getByRole('button', { name: 'Salvar' }).click();
  await expect(held).toContainText('Quer que eu envie?');
  await sandbox.sent(0, joao);

  await joao.says('Alguém?');
  await sandbox.sent(2, joao);
  expect(await sandbox.textsSentTo(joao)).toEqual(['Sua segunda via está pronta.', 'Quer que eu envie?']);
  await expect(held).toBeHidden();
  await expect(other.message('Quer que eu envie?')).toBeVisible();
  await joao.says('Obrigado!');
  await expect(other.message('Obrigado!')).toBeVisible();
  await sandbox.settled();
  await sandbox.sent(2, joao);
});

test('a failure is told in the list too, says whose turn it is, and bears the button that helps (Z-10, L-096, L-097)', async ({
  phone,
  sandbox,
}) => {
  const maria = await sandbox.customer({ name: 'Maria Aparecida' });
  await maria.says('Bom dia!');
  await phone.begin(ana, 'Maria Aparecida');
  const dialog = phone.page.getByRole('dialog', { name: 'Mensagem não enviada' });
  for (const [code, turn, button] of [
    [131047, 'Quem resolve: você', 'Enviar quando responder'],
    [131026, 'Quem resolve: você', 'Ver contato'],
    [130472, 'Quem resolve: o cliente', 'Entendi'],
    [131048, 'Quem resolve: um administrador', 'Copiar para o administrador'],
  ] as const) {
    await sandbox.post('failures', { code });
    const words = `Mensagem ${code}`;
    await phone.write(words);
    await phone
      .message(words)
      .getByRole('button', { name: /Não enviada/ })
      .click();
    await expect(dialog).toContainText(String(code));
    await expect(dialog).toContainText(turn);
    await expect(dialog.getByRole('button', { name: button })).toBeVisible();
    if (code === 131048) await phone.page.screenshot({ path: 'test-results/failure.png' });
    await phone.page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  }
  await phone.back();
  await phone.list('Meus');
  await expect(phone.row('Maria Aparecida')).toContainText('4 não saíram');
  await phone.page.screenshot({ path: 'test-results/undelivered.png' });
  await phone.open('Maria Aparecida');
  await phone
    .message('Mensagem 131026')
    .getByRole('button', { name: /Não enviada/ })
    .click();
  await dialog.getByRole('button', { name: 'Descartar' }).click();
  await expect(phone.row('Maria Aparecida')).toContainText('3 não saíram');
});

test('a search finds "Não" by "nao" and leads to it, however far behind, also without a network (L-063)', async ({
  phone,
  sandbox,
  complaints,
}) => {
  const maria = await sandbox.customer({ name: 'Maria Aparecida' });
  await maria.says('Não recebi o boleto.');
  for (let index = 0; index < 120; index += 1) await maria.says(`Mensagem ${index + 1}`);
  await maria.says('Ainda NÃO chegou!');
  await sandbox.settled();
  await phone.begin(ana, 'Maria Aparecida');
  await expect(phone.message('Ainda NÃO chegou!')).toBeVisible();
  await phone.page.getByRole('button', { name: 'Opções da conversa' }).click();
  await phone.page.getByRole('button', { name: 'Buscar na conversa' }).click();
  const search = phone.page.getByRole('textbox', { name: 'Buscar na conversa' });
  await search.fill('nao');
  await expect(phone.page.getByText('1 de 2')).toBeVisible();
  await phone.page.getByRole('button', { name: 'Ocorrência anterior' }).click();
  await expect(phone.page.getByText('2 de 2')).toBeVisible();
  await expect(phone.message('Não recebi o boleto.')).toBeInViewport();
  const marked = () =>
    phone.page.evaluate(() => [...(CSS.highlights.get('found') ?? [])].map((range) => range.toString()));
  await expect.poll(marked).toContain('Não');
  await phone.page.screenshot({ path: 'test-results/search.png' });

  complaints.expectOutage();
  await phone.page.context().setOffline(true);
  await search.fill('mensagem 11');
  await expect(phone.page.getByText('Sem conexão: a busca vê só')).toBeVisible();
  await expect(phone.page.getByText(/1 de \d+/)).toBeVisible();
});

test('a card number is kept and sent as its last four digits, in both directions (Z-17)', async ({
  phone,
  sandbox,
}) => {
  const maria = await sandbox.customer({ name: 'Maria Aparecida' });
  await maria.says('Meu cartão é 4111 1111 1111 1111, vence 12/29');
  await phone.signIn(ana);
  await phone.list('Abertos');
  await expect(phone.row('Maria Aparecida')).toContainText('•••• 1111');
  await phone.open('Maria Aparecida');
  await expect(phone.message('Meu cartão é •••• 1111, vence 12/29')).toBeVisible();
  await phone.write('Confirma o 5555-5555-5555-4444?');
  await sandbox.sent(1, maria);
  expect(await sandbox.textsSentTo(maria)).toEqual(['Confirma o •••• 4444?']);
  await expect(phone.message('Confirma o •••• 4444?')).toBeVisible();
});

test('what a message said before its edit is shown to the agent who serves, with all that Meta told (L-096)', async ({
  phone,
  sandbox,
}) => {
  const maria = await sandbox.customer({ name: 'Maria Aparecida' });
  await maria.says('Bom dia!');
  await phone.begin(ana, 'Maria Aparecida');
  await phone.write('Olá, Maria!');
  const answer = phone.message('Olá, Maria!');
  await expect(phone.tick(answer)).toHaveAttribute('title', 'Lida');
  await answer.click({ button: 'right' });
  await phone.page.getByRole('button', { name: 'Detalhes' }).click();
  const dialog = phone.page.getByRole('dialog', { name: 'Detalhes da mensagem' });
  await expect(dialog).toContainText('wamid.');
  await expect(dialog).toContainText('Destinatário');
  await expect(dialog).toContainText('Entregue');
  await phone.page.screenshot({ path: 'test-results/details.png' });
});

test('a tap on a quote leads to what it quotes, however far behind', async ({ phone, sandbox }) => {
  const maria = await sandbox.customer({ name: 'Maria Aparecida' });
  const first = await maria.says('O pedido é o 4711.');
  for (let index = 0; index < 120; index += 1) await maria.says(`Mensagem ${index + 1}`);
  await maria.sends({ type: 'text', body: 'Chegou este?', reply_to: first });
  await sandbox.settled();
  // Signing in after all that: the device has the newest page alone.
  await phone.begin(ana, 'Maria Aparecida');
  await phone
    .message('Chegou este?')
    .getByRole('button', { name: /O pedido é o 4711/ })
    .click();
  const quoted = phone.page.getByRole('article').filter({ hasText: 'O pedido é o 4711.' }).first();
  await expect(quoted).toBeInViewport();
  await expect(quoted).toBeFocused();
});
