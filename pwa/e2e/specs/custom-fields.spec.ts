/** What the company wants to know of its customers: defined by a supervisor, written down and used by agents. */

import { expect, test } from '../fixtures';
import { barriers } from '../world/axe';
import { ana, marcos } from '../world/people';
import { png } from '../world/pictures';

const meter = { name: 'medidor.png', mimeType: 'image/png', buffer: png(320, 240, [20, 140, 90]) };

test('a supervisor makes fields; an agent writes down what is known, and messages say and show it (L-074, L-076)', async ({
  phone,
  anotherPhone,
  sandbox,
}, info) => {
  const boss = await anotherPhone();
  await boss.signIn(marcos);
  await boss.page.goto('/settings');
  await boss.page.getByRole('button', { name: 'Gerenciar campos' }).click();
  for (const [name, kind] of [
    ['Plano', 'Texto'],
    ['Foto do medidor', 'Imagem'],
  ] as const) {
    await boss.page.getByRole('button', { name: 'Novo campo' }).click();
    await boss.page.getByLabel('Nome').fill(name);
    await boss.page.getByLabel('Tipo').selectOption(kind);
    await boss.page.getByRole('button', { name: 'Salvar' }).click();
    await expect(boss.page.getByRole('button', { name })).toBeVisible();
  }
  expect(await barriers(boss.page)).toEqual([]);
  await info.attach('fields', { body: await boss.page.screenshot(), contentType: 'image/png' });

  const maria = await sandbox.customer({ name: 'Maria Aparecida' });
  await maria.says('Qual é o meu plano?');
  await phone.signIn(ana);
  const { page } = phone;
  await phone.list('Abertos');
  await phone.open('Maria Aparecida');
  await phone.composer.fill('Seu plano é {plano}');
  const send = page.getByRole('button', { name: /^Enviar/ });
  await expect(send, 'nothing is known yet').toBeDisabled();

  await page.getByRole('heading', { level: 1, name: 'Maria Aparecida' }).click();
  await page.getByRole('button', { name: 'Editar Plano' }).click();
  await page.getByLabel('Plano', { exact: true }).fill('Ouro 300');
  await page.getByRole('button', { name: 'Salvar' }).click();
  await expect(page.getByText('Ouro 300', { exact: true })).toBeVisible();
  await page.getByLabel('Escolher imagem: Foto do medidor').setInputFiles(meter);
  const shown = page.getByRole('img', { name: 'Foto do medidor' });
  await expect(shown).toBeVisible();
  await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  expect(await barriers(page)).toEqual([]);
  await info.attach('panel', { body: await page.screenshot(), contentType: 'image/png' });
  await page.getByRole('link', { name: 'Fechar' }).click();

  await send.click();
  const [text] = await sandbox.sent(1, maria);
  expect(text?.body.text?.body).toBe('Seu plano é Ouro 300');

  await phone.composer.fill('{nome}, este é o medidor: {foto_do_medidor}');
  const preview = page.getByRole('note', { name: 'Como o contato vai ver' });
  await expect(preview.getByRole('img', { name: 'Imagem do contato' })).toBeVisible();
  expect(await barriers(page)).toEqual([]);
  await info.attach('composer', { body: await page.screenshot(), contentType: 'image/png' });
  await send.click();
  const [, picture] = await sandbox.sent(2, maria);
  expect(picture?.body).toMatchObject({ type: 'image', image: { caption: 'Maria, este é o medidor:' } });
  await expect(phone.message('este é o medidor:').getByRole('img')).toBeVisible();
});
