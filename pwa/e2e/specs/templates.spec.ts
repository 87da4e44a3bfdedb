/** Templates: what may be sent when nothing else may, and how conversations begin (L-070 to L-073, L-087, U-03 to U-11). */

import { expect, test } from '../fixtures';
import { barriers } from '../world/axe';
import { ana } from '../world/people';

const DAY = 24 * 60 * 60 * 1000;

test('with the window closed, a template is chosen, filled in, previewed, sent, and shown whole', async ({
  phone,
  sandbox,
}) => {
  const maria = await sandbox.customer({ name: 'Maria Aparecida' });
  await sandbox.post('clock', { shift_ms: -DAY - 60_000 });
  await maria.says('Bom dia!');
  await sandbox.settled();
  await sandbox.post('clock', { reset: true });
  await phone.signIn(ana);
  await phone.list('Abertos');
  await phone.open('Maria Aparecida');
  await expect(phone.composer).toBeDisabled();

  await phone.page.getByRole('button', { name: 'Modelos' }).click();
  const dialog = phone.page.getByRole('dialog', { name: 'Enviar modelo' });
  // L-071, L-072: by the category's word and a part of the name.
  await dialog.getByRole('searchbox').fill('utilidade pedido enviado');
  await expect(dialog.getByRole('listitem')).toHaveCount(1);
  await dialog.getByRole('button', { name: /^Pedido enviado/ }).click();
  const preview = dialog.getByRole('region', { name: 'Prévia da mensagem' });
  // L-074: the contact's own name is there already.
  await expect(preview).toContainText('Olá Maria, o seu pedido {{2}} saiu para entrega hoje.');
  const send = dialog.getByRole('button', { name: 'Enviar', exact: true });
  await expect(send).toBeDisabled();
  await dialog.getByRole('textbox', { name: 'Texto, campo 2' }).fill('4711');
  await dialog.getByRole('textbox', { name: /Final do endereço/ }).fill('https://outro.example');
  await expect(send).toBeDisabled();
  await dialog.getByRole('textbox', { name: /Final do endereço/ }).fill('4711');
  await expect(preview).toContainText('Olá Maria, o seu pedido 4711 saiu para entrega hoje.');
  expect(await barriers(phone.page)).toEqual([]);
  await phone.page.screenshot({ path: test.info().outputPath('template-form.png') });
  await send.click();

  const message = phone.message('o seu pedido 4711');
  await expect(message).toContainText('Mensagem automática');
  await expect(message.getByRole('list', { name: 'Botões do modelo' }).getByRole('listitem')).toHaveText([
    /Acompanhar/,
    /Falar com atendente/,
  ]);
  await expect(phone.tick(message)).toHaveAttribute('title', 'Lida');
  await phone.page.screenshot({ path: test.info().outputPath('template-thread.png') });
  const [call] = await sandbox.sent(1, maria);
  expect(call?.body).toMatchObject({ type: 'template', template: { name: 'pedido_enviado' } });
});

test('a conversation begins with a template; a customer in service is told by the protocol number', async ({
  phone,
  sandbox,
}) => {
  const maria = await sandbox.customer({ name: 'Maria Aparecida' });
  await maria.says('Bom dia!');
  const bia = await sandbox.customer({ name: 'Bia', wa_id: '5561987654321' });
  await phone.signIn(ana);
  await phone.page.getByRole('button', { name: 'Nova conversa' }).click();
  const dialog = phone.page.getByRole('dialog', { name: 'Nova conversa' });
  const number = dialog.getByRole('textbox', { name: 'Telefone com DDD' });
  await number.fill(`+${maria.waId}`);
  await expect(dialog.getByText('Esse cliente já está em atendimento')).toBeVisible();
  await expect(dialog.getByText(/Protocolo/)).toBeVisible();

  await number.fill('(61) 98765-4321');
  await expect(dialog.getByText('Esse cliente já está em atendimento')).toBeHidden();
  await dialog.getByRole('textbox', { name: 'Nome do cliente' }).fill('Bia Lima');
  await dialog.getByRole('button', { name: 'Escolher modelo' }).click();
  await dialog.getByRole('button', { name: /^Retomar conversa/ }).click();
  await expect(dialog.getByText('Oi Bia, tudo bem?')).toBeVisible();
  await phone.page.screenshot({ path: test.info().outputPath('start.png') });
  await dialog.getByRole('button', { name: 'Enviar', exact: true }).click();
  await phone.shows('Bia Lima');
  await expect(phone.message('Oi Bia, tudo bem?')).toBeVisible();
  await sandbox.sent(1, bia);
});
