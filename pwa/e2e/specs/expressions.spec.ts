/** What agents say besides texts: emoji on messages, stored answers, mark-up, and words that stand for something. */

import { expect, test } from '../fixtures';
import { ana, marcos } from '../world/people';
import { Phone } from '../screens/phone';

/** Opens the menu of a message, as a long press does. */
async function menuOf(phone: Phone, words: string): Promise<void> {
  await phone.message(words).click({ button: 'right' });
  await expect(phone.page.getByRole('dialog', { name: 'Ações da mensagem' })).toBeVisible();
}

test('a reaction is on the bubble at once, reaches the customer, changes and goes (L-067 to L-069)', async ({
  phone,
  sandbox,
}, info) => {
  const maria = await sandbox.customer({ name: 'Maria Aparecida' });
  await phone.signIn(ana);
  await phone.list('Abertos');
  await maria.says('Chegou tudo certo!');
  await phone.open('Maria Aparecida');
  const message = phone.message('Chegou tudo certo!');

  await menuOf(phone, 'Chegou tudo certo!');
  await phone.page.screenshot({ path: info.outputPath('reacting.png') });
  await phone.page.getByRole('button', { name: 'Reagir com ❤️' }).click();
  await expect(message).toContainText('❤️');
  const [first] = await sandbox.sent(1, maria);
  expect(first?.body['reaction']).toMatchObject({ emoji: '❤️' });

  // Two taps of a finger open the emoji alone; any other comes from the keyboard.
  const box = await message.locator('.bubble').boundingBox();
  if (!box) throw new Error('the bubble is gone');
  const point = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  await phone.page.touchscreen.tap(point.x, point.y);
  await phone.page.touchscreen.tap(point.x, point.y);
  await phone.page.getByRole('button', { name: 'Outro emoji' }).click();
  await phone.page.getByRole('textbox', { name: 'Digite um emoji' }).fill('🎉');
  await expect(message).toContainText('🎉');
  await expect(message).not.toContainText('❤️');
  await sandbox.sent(2, maria);

  await menuOf(phone, 'Chegou tudo certo!');
  await phone.page.getByRole('button', { name: 'Tirar 🎉' }).click();
  await expect(message).not.toContainText('🎉');
  const calls = await sandbox.sent(3, maria);
  expect(calls.map(({ body }) => (body['reaction'] as { emoji: string }).emoji)).toEqual(['❤️', '🎉', '']);

  // It is no answer: the chat still waits for one.
  await phone.back();
  await expect(phone.row('Maria Aparecida')).toBeVisible();
});

test('a reaction that the customer does not see says so, and can be given up', async ({ phone, sandbox }) => {
  const maria = await sandbox.customer({ name: 'Maria Aparecida' });
  await phone.signIn(ana);
  await phone.list('Abertos');
  await maria.says('Chegou!');
  await phone.open('Maria Aparecida');
  await sandbox.post('failures', { code: 131009, times: 1 });
  await menuOf(phone, 'Chegou!');
  await phone.page.getByRole('button', { name: 'Reagir com 👍' }).click();
  await phone
    .message('Chegou!')
    .getByRole('button', { name: /não vê esta reação/ })
    .click();
  await expect(phone.page.getByRole('dialog', { name: 'A reação 👍 não chegou' })).toBeVisible();
  await phone.page.getByRole('button', { name: 'Descartar' }).click();
  await expect(phone.message('Chegou!')).not.toContainText('👍');
  await sandbox.sent(1, maria);
});

test('a reaction without a network outlives the page and then reaches the customer, once', async ({
  phone,
  sandbox,
  complaints,
}) => {
  const maria = await sandbox.customer({ name: 'Maria Aparecida' });
  await maria.says('Chegou tudo certo!');
  await phone.begin(ana, 'Maria Aparecida');
  await phone.keepsTheApp();
  const address = phone.page.url();
  const context = phone.page.context();
  complaints.expectOutage();
  await context.setOffline(true);
  await menuOf(phone, 'Chegou tudo certo!');
  await phone.page.getByRole('button', { name: 'Reagir com ❤️' }).click();
  await expect(phone.message('Chegou tudo certo!')).toContainText('❤️');
  await phone.page.goto('/settings');
  await phone.page.getByRole('button', { name: 'Sair', exact: true }).click();
  await expect(phone.page.getByRole('dialog')).toContainText(
    '1 reação ainda não chegou ao servidor e será perdida.',
  );
  await phone.dies();

  const again = new Phone(await context.newPage());
  await again.page.goto(address);
  await expect(again.message('Chegou tudo certo!')).toContainText('❤️');
  expect(await sandbox.sent(0)).toEqual([]);
  await context.setOffline(false);
  const [call] = await sandbox.sent(1, maria);
  expect(call?.body['reaction']).toMatchObject({ emoji: '❤️' });
  await expect(again.message('Chegou tudo certo!')).toContainText('❤️');
  await sandbox.settled();
  await sandbox.sent(1, maria);
});

test('a stored answer is made, found by its slash and sent with everything filled in (L-074, L-080, Z-36)', async ({
  phone,
  sandbox,
}, info) => {
  const maria = await sandbox.customer({ name: 'Maria Aparecida' });
  await phone.signIn(marcos);
  await phone.page.getByRole('link', { name: 'Configurações' }).click();
  await phone.page.getByRole('button', { name: 'Gerenciar respostas rápidas' }).click();
  await phone.page.getByRole('button', { name: 'Nova resposta rápida' }).click();
  await phone.page.getByLabel('Nome curto').fill('saudacao');
  const text = phone.page.getByRole('textbox', { name: 'Texto' });
  await text.fill('Olá, {{contact.nmae}}!');
  const save = phone.page.getByRole('button', { name: 'Salvar' });
  await expect(save).toBeDisabled();
  await expect(phone.page.getByText('A variável {{contact.nmae}} não existe')).toBeVisible();
  await text.fill('Olá, ');
  await phone.page.getByRole('button', { name: 'Primeiro nome', exact: true }).click();
  await text.press('End');
  await text.pressSequentially('! Aqui é *{agente}*, do {{department.name | atendimento}}.');
  await phone.page.getByLabel('Quem usa').selectOption({ label: 'Todos' });
  await phone.page.screenshot({ path: info.outputPath('editing.png') });
  await save.click();
  await expect(phone.page.getByText('/saudacao')).toBeVisible();
  await phone.page.getByRole('button', { name: 'Fechar' }).click();
  await phone.page.getByRole('link', { name: 'Voltar' }).click();

  await phone.list('Todos');
  await maria.says('Oi');
  await phone.open('Maria Aparecida');
  await phone.composer.pressSequentially('/sau');
  const list = phone.page.getByRole('listbox', { name: 'Respostas rápidas' });
  await expect(list.getByRole('option')).toHaveText([/\/saudacao.*Olá, Maria!/s]);
  await phone.page.screenshot({ path: info.outputPath('slash.png') });
  await phone.composer.press('Enter');
  await expect(phone.composer).toHaveValue(/^Olá, Maria! Aqui é \*Marcos\*, do /);
  await expect(phone.page.getByRole('note', { name: 'Como o contato vai ver' }).locator('strong')).toHaveText(
    'Marcos',
  );
  await phone.page.screenshot({ path: info.outputPath('preview.png') });
  await phone.composer.press('Enter');
  await expect
    .poll(() => sandbox.textsSentTo(maria))
    .toEqual([expect.stringMatching(/^Olá, Maria! Aqui é \*Marcos\*/)]);
});

test('no placeholder ever reaches a customer, and marks are written by buttons and keys', async ({
  phone,
  sandbox,
}) => {
  const maria = await sandbox.customer({ name: 'Maria Aparecida' });
  await phone.signIn(ana);
  await phone.list('Abertos');
  await maria.says('Oi');
  await phone.open('Maria Aparecida');
  await phone.composer.fill('Seu número {{ticket.id}}');
  await expect(phone.page.getByText('A variável {{ticket.id}} não existe')).toBeVisible();
  await expect(phone.page.getByRole('button', { name: /^Enviar/ })).toBeDisabled();
  await phone.composer.fill('o preço hoje');
  await phone.composer.evaluate((field: HTMLTextAreaElement) => field.setSelectionRange(2, 7));
  await phone.page.getByRole('toolbar').getByRole('button', { name: 'Negrito' }).click();
  await expect(phone.composer).toHaveValue('o *preço* hoje');
  await phone.composer.press('Control+i');
  await expect(phone.composer).toHaveValue('o *_preço_* hoje');
  await phone.composer.press('Enter');
  await expect.poll(() => sandbox.textsSentTo(maria)).toEqual(['o *_preço_* hoje']);
});

test('a slash also finds the command for internal messages, and the tick stays (L-082, L-083)', async ({
  phone,
  sandbox,
}) => {
  const maria = await sandbox.customer({ name: 'Maria Aparecida' });
  await phone.signIn(ana);
  await phone.list('Abertos');
  await maria.says('Oi');
  await phone.open('Maria Aparecida');
  await phone.composer.pressSequentially('/int');
  await phone.page.getByRole('option', { name: /interna/ }).click();
  await expect(phone.composer).toHaveValue('/interna ');
  await phone.composer.pressSequentially('cliente antiga');
  await phone.composer.press('Enter');
  await expect(phone.message('cliente antiga')).toContainText('Mensagem interna');
  await phone.page.getByRole('checkbox', { name: 'Interna?' }).check();
  for (const words of ['paga em dia', 'mora perto']) {
    await phone.write(words);
    await expect(phone.message(words)).toContainText('Mensagem interna');
  }
  await sandbox.settled();
  await sandbox.sent(0, maria);
});

test('a place, a contact card and buttons leave as WhatsApp wants them and show as the customer sees them (L-078)', async ({
  phone,
  sandbox,
}, info) => {
  const maria = await sandbox.customer({ name: 'Maria Aparecida' });
  await phone.signIn(ana);
  await phone.list('Abertos');
  await maria.says('Onde fica? E com quem falo?');
  await phone.open('Maria Aparecida');
  const choose = async (entry: string) => {
    await phone.page.getByRole('button', { name: 'Anexar' }).click();
    await phone.page.getByRole('button', { name: entry, exact: true }).click();
  };
  const send = () =>
    phone.page.getByRole('dialog').getByRole('button', { name: 'Enviar', exact: true }).click();

  await choose('Localização');
  await phone.page.getByLabel('Coordenadas').fill('-23.55052, -46.63331');
  await phone.page.getByLabel('Nome do lugar').fill('Praça da Sé');
  await phone.page.screenshot({ path: info.outputPath('location.png') });
  await send();
  await expect(phone.message('Praça da Sé').getByRole('link')).toBeVisible();

  await choose('Contato');
  await phone.page.getByLabel('Nome', { exact: true }).fill('Grace Souza');
  await phone.page.getByLabel('Telefone com DDI').fill('+55 11 95550-0177');
  await phone.page.screenshot({ path: info.outputPath('card.png') });
  await send();
  await expect(phone.message('Grace Souza')).toContainText('+55 11 95550-0177');

  await choose('Botões ou lista');
  await phone.page.getByLabel('Mensagem', { exact: true }).fill('Confirma, {nome}?');
  await phone.page.getByLabel('Botão 1').fill('Sim');
  await phone.page.getByLabel('Botão 2').fill('Não');
  await phone.page.screenshot({ path: info.outputPath('offer.png') });
  await send();
  await expect(phone.message('Confirma, Maria?')).toContainText('Sim');

  const calls = await sandbox.sent(3, maria);
  expect(calls.map(({ body }) => body.type)).toEqual(['location', 'contacts', 'interactive']);
  const wamid = calls[2]?.answer?.messages?.[0]?.id;
  await maria.sends({ type: 'button_reply', id: '1', title: 'Sim', reply_to: wamid });
  await expect(phone.message('Resposta por botão')).toContainText('Confirma, Maria?');
  await phone.page.screenshot({ path: info.outputPath('sent.png') });
});
