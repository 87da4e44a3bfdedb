/** Every failure says what to do: Meta's code becomes a sentence, and the agent decides. */

import { expect, test } from '../fixtures';
import { ana } from '../world/people';

const DAY = 24 * 60 * 60_000;

test('a message that Meta could not deliver says why, and is sent again or put away', async ({
  phone,
  sandbox,
}) => {
  const maria = await sandbox.customer({ name: 'Maria Aparecida' });
  await maria.says('Bom dia!');
  await phone.signIn(ana);
  await phone.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await phone.list('Abertos');
  await phone.open('Maria Aparecida');
  await sandbox.post('failures', { code: 131026, times: 2 });
  await phone.write('Seu pedido saiu hoje.');
  const message = phone.message('Seu pedido saiu hoje.');
  const dialog = phone.page.getByRole('dialog', { name: 'Mensagem não enviada' });
  const notSent = phone.page.getByRole('button', { name: /Não enviada/ });

  await notSent.click();
  await expect(dialog).toContainText('131026');
  await expect(dialog.getByText('O que fazer')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Ver contato' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Copiar código e detalhes' }).click();
  await expect.poll(() => phone.page.evaluate(() => navigator.clipboard.readText())).toContain('131026');
  // Meta tells of the second failure when the first one is off the screen.
  await sandbox.deliver({ paused: true });
  await dialog.getByRole('button', { name: 'Tentar de novo' }).click();
  await expect(notSent).toBeHidden();
  await sandbox.sent(2, maria);
  await sandbox.deliver({ paused: false });

  await notSent.click();
  await dialog.getByRole('button', { name: 'Tentar de novo' }).click();
  await expect(phone.tick(message)).toHaveAttribute('title', 'Lida');
  await expect(notSent).toBeHidden();

  await sandbox.post('failures', { code: 131026 });
  await phone.write('Chega amanhã.');
  await notSent.click();
  await dialog.getByRole('button', { name: 'Descartar' }).click();
  await expect(phone.tick(phone.message('Chega amanhã.'))).toHaveAttribute('title', 'Descartada');
  await sandbox.settled();
  await sandbox.sent(4, maria);
});

test('with the window closed only internal messages are written: red, and never sent (L-081 to L-085)', async ({
  phone,
  sandbox,
}) => {
  const maria = await sandbox.customer({ name: 'Maria Aparecida' });
  await maria.sends({ type: 'text', body: 'Bom dia!', at_ms: Date.now() - 2 * DAY });
  await phone.signIn(ana);
  await phone.list('Todos');
  await expect(phone.row('Maria Aparecida')).toContainText('Expirado');
  await phone.open('Maria Aparecida');
  await expect(phone.composer).toBeDisabled();
  await expect(phone.page.getByText('A janela de 24 h fechou')).toBeVisible();

  await phone.page.getByRole('checkbox', { name: 'Interna?' }).check();
  await phone.write('Cliente pediu retorno por telefone.');
  const note = phone.message('Cliente pediu retorno por telefone.');
  const notice = note.getByText('Mensagem interna, não será enviada para o contato');
  await expect(notice).toBeVisible();
  const [red, green, blue] = await notice.evaluate(paint);
  expect(red).toBeGreaterThan(1.5 * Math.max(green, blue));
  await expect(phone.tick(note)).toHaveCount(0);
  await sandbox.settled();
  await sandbox.sent(0);
});

test('an internal message in an open chat reaches colleagues and no customer', async ({ phone, sandbox }) => {
  const maria = await sandbox.customer({ name: 'Maria Aparecida' });
  await maria.says('Bom dia!');
  await phone.begin(ana, 'Maria Aparecida');
  await phone.page.getByRole('checkbox', { name: 'Interna?' }).check();
  await phone.write('Já foi atendida ontem.');
  await expect(phone.message('Já foi atendida ontem.')).toContainText('Mensagem interna');
  // L-083: the switch stays on until it is switched off.
  await phone.page.getByRole('checkbox', { name: 'Interna?' }).uncheck();
  await phone.write('Bom dia, Maria!');
  await expect(phone.tick(phone.message('Bom dia, Maria!'))).toHaveAttribute('title', 'Lida');
  expect(await sandbox.textsSentTo(maria)).toEqual(['Bom dia, Maria!']);
});

/** The colour of the words as the screen mixes it, whatever way it is written in the style sheet. */
function paint(element: Element): [number, number, number] {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d');
  if (!canvas) throw new Error('no canvas');
  canvas.fillStyle = getComputedStyle(element).color;
  canvas.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = canvas.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
}
