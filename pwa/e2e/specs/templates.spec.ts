/** Templates: what may be sent when nothing else may, and how conversations begin (L-070 to L-073, L-087, U-03 to U-11). */

import { expect, test } from '../fixtures';
import { barriers } from '../world/axe';
import { ana } from '../world/people';
import { png } from '../world/pictures';

const DAY = 24 * 60 * 60 * 1000;
const pictures = [
  { name: 'cafeteira.png', mimeType: 'image/png', buffer: png(300, 200, [30, 120, 200]) },
  { name: 'chaleira.png', mimeType: 'image/png', buffer: png(300, 200, [200, 80, 60]) },
];

/** As much of a template's payload as is looked at here. */
interface Component {
  cards?: { components: Component[] }[];
  parameters?: { image?: { id: string } }[];
}

test('with the window closed, a template is chosen, filled in, previewed, sent, and shown whole', async ({
  phone,
  sandbox,
}) => {
  const maria = await sandbox.customer({ name: 'Maria Aparecida' });
  await sandbox.post('clock', { shift_ms: -DAY - 60_000 });
  await maria.says('Bom dia!');
  await sandbox.settled();
  await sandbox.post('clock', { reset: true });
  await phone.begin(ana, 'Maria Aparecida');
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

test('each card of a carousel takes its own picture', async ({ phone, sandbox }) => {
  const maria = await sandbox.customer({ name: 'Maria Aparecida' });
  await maria.says('Bom dia!');
  await phone.begin(ana, 'Maria Aparecida');
  await phone.page.getByRole('button', { name: 'Anexar' }).click();
  await phone.page.getByRole('button', { name: 'Enviar modelo' }).click();
  const dialog = phone.page.getByRole('dialog', { name: 'Enviar modelo' });
  await dialog.getByRole('button', { name: /^Vitrine/ }).click();
  for (const [number, picture] of pictures.entries()) {
    const card = `Cartão ${number + 1}: `;
    await dialog.getByLabel(`${card}Imagem do cabeçalho`).setInputFiles(picture);
    await dialog.getByRole('textbox', { name: `${card}Texto, campo 1` }).fill('R$ 89');
  }
  await dialog.getByRole('button', { name: 'Enviar', exact: true }).click();
  await expect(dialog).toBeHidden();
  const [call] = await sandbox.sent(1, maria);
  const { components } = call?.body['template'] as { components: Component[] };
  const cards = components.flatMap((component) => component.cards ?? []);
  const sent = cards.flatMap((card) => card.components.flatMap(({ parameters }) => parameters ?? []));
  const ids = sent.flatMap(({ image }) => image?.id ?? []);
  expect(ids).toHaveLength(pictures.length);
  for (const [number, id] of ids.entries()) {
    expect((await sandbox.file(id)).equals(pictures[number]?.buffer ?? Buffer.of())).toBe(true);
  }
  // Colleagues see them too.
  const shown = phone.message('separamos duas novidades').getByRole('img');
  await expect(shown).toHaveCount(pictures.length);
  await expect
    .poll(() => shown.evaluateAll((all) => all.map((one) => (one as HTMLImageElement).naturalWidth)))
    .toEqual([300, 300]);
});

test('a conversation begins with a picture too', async ({ phone, sandbox }) => {
  const bia = await sandbox.customer({ name: 'Bia', wa_id: '5561987654321' });
  await phone.signIn(ana);
  await phone.page.getByRole('button', { name: 'Nova conversa' }).click();
  const dialog = phone.page.getByRole('dialog', { name: 'Nova conversa' });
  await dialog.getByRole('textbox', { name: 'Telefone com DDD' }).fill('(61) 98765-4321');
  await dialog.getByRole('textbox', { name: 'Nome do cliente' }).fill('Bia Lima');
  await dialog.getByRole('button', { name: 'Escolher modelo' }).click();
  await dialog.getByRole('button', { name: /^Oferta da semana/ }).click();
  const send = dialog.getByRole('button', { name: 'Enviar', exact: true });
  await expect(send).toBeDisabled();
  await dialog.getByLabel('Imagem do cabeçalho').setInputFiles(pictures[0] ?? []);
  await dialog.getByRole('textbox', { name: 'Código do cupom' }).fill('SEMANA20');
  await send.click();
  await phone.shows('Bia Lima');
  await expect(phone.message('20% de desconto')).toBeVisible();
  await sandbox.sent(1, bia);
});
