/** For everybody: no barrier that a machine can find on any screen, and every step of the day by keyboard alone. */

import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../fixtures';
import type { Phone } from '../screens/phone';
import { barriers } from '../world/axe';
import { ana, password } from '../world/people';
import type { Sandbox } from '../world/sandbox';

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in the ${colorScheme} theme`, () => {
    test.use({ colorScheme });

    test('no screen has a barrier, nor with text twice as large', async ({ phone, sandbox }) => {
      const { page } = phone;
      await page.goto('/');
      await expect(page.getByRole('button', { name: 'Entrar', exact: true })).toBeVisible();
      await hasNoBarriers(page, 'login');
      await page.getByRole('button', { name: 'Entrar', exact: true }).click();
      await expect(page.getByText('Preencha o e-mail e a senha.')).toBeVisible();
      await hasNoBarriers(page, 'login with an error');

      await phone.signIn(ana);
      await hasNoBarriers(page, 'an empty list');
      await fill(sandbox);
      await phone.list('Abertos');
      await expect(phone.row('João Batista')).toBeVisible();
      await hasNoBarriers(page, 'the inbox');
      await phone.open('Maria Aparecida');
      await phone.write('Bom dia!');
      await expect(page.getByRole('button', { name: /Não enviada/ })).toBeVisible();
      await hasNoBarriers(page, 'a conversation');
      for (const [screen, open] of overlays(phone)) {
        await open();
        await expect(page.getByRole('dialog')).toBeVisible();
        await hasNoBarriers(page, screen);
        await page.keyboard.press('Escape');
        await expect(page.getByRole('dialog')).toBeHidden();
      }
      await page.getByRole('checkbox', { name: 'Interna?' }).check();
      await hasNoBarriers(page, 'writing an internal message');
      await page.getByRole('link', { name: 'Dados do contato' }).click();
      await expect(page.getByText('Protocolo', { exact: true })).toBeVisible();
      await hasNoBarriers(page, 'the contact');
      await page.goto('/settings');
      await expect(page.getByRole('heading', { name: 'Aparelhos conectados' })).toBeVisible();
      await expect(page.getByText('Este aparelho', { exact: true })).toBeVisible();
      await hasNoBarriers(page, 'the settings');
    });
  });
}

test('by keyboard alone: sign in, open a chat, answer, go back to where one was', async ({
  phone,
  sandbox,
}) => {
  const { page } = phone;
  const maria = await sandbox.customer({ name: 'Maria Aparecida' });
  await maria.says('Bom dia!');
  await page.goto('/');
  await tabTo(page, page.getByLabel('E-mail'));
  await page.keyboard.type(ana.email);
  await tabTo(page, page.getByLabel('Senha', { exact: true }));
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await expect(phone.title).toHaveText('Conversas');

  await tabTo(page, page.getByRole('navigation').getByRole('link', { name: 'Abertos' }));
  await page.keyboard.press('Enter');
  const row = phone.row('Maria Aparecida').getByRole('link');
  await tabTo(page, row);
  await page.keyboard.press('Enter');
  await phone.shows('Maria Aparecida');
  await tabTo(page, phone.composer);
  await page.keyboard.type('Bom dia, Maria!');
  await page.keyboard.press('Enter');
  await expect(phone.tick(phone.message('Bom dia, Maria!'))).toHaveAttribute('title', 'Lida');

  await tabTo(page, page.getByRole('link', { name: 'Voltar' }));
  await page.keyboard.press('Enter');
  await expect(row).toBeFocused();
});

test('a new message is told to screen readers, and each one is read with its author', async ({
  phone,
  sandbox,
}) => {
  const maria = await sandbox.customer({ name: 'Maria Aparecida' });
  await maria.says('Bom dia!');
  await phone.begin(ana, 'Maria Aparecida');
  const log = phone.page.getByRole('log', { name: 'Mensagens com Maria Aparecida' });
  await maria.says('Ainda está aí?');
  await expect(log.getByRole('article', { name: /Maria Aparecida:\s*Ainda está aí\?/ })).toBeVisible();
});

/** A list and a thread in which every part of the interface occurs. */
async function fill(sandbox: Sandbox): Promise<void> {
  const maria = await sandbox.customer({ name: 'Maria Aparecida' });
  const joao = await sandbox.customer({ name: 'João Batista' });
  const first = await maria.says('Veja https://example.com *agora*');
  for (const message of [
    { type: 'image', caption: 'A caixa' },
    { type: 'audio', voice: true },
    { type: 'video' },
    { type: 'document', filename: 'nota.pdf' },
    { type: 'sticker' },
    { type: 'location', latitude: -23.5, longitude: -46.6, name: 'Praça da Sé' },
    { type: 'button_reply', id: 'a', title: 'Sim' },
    { type: 'unsupported' },
    { type: 'text', body: 'Sobre isto', reply_to: first },
    { type: 'reaction', message_id: first, emoji: '👍' },
  ]) {
    await maria.sends(message);
  }
  await joao.says('Preciso da segunda via');
  await sandbox.post('failures', { code: 131026 });
  await sandbox.settled();
}

function overlays({ page }: Phone): [string, () => Promise<void>][] {
  const menu = () => page.getByRole('button', { name: 'Opções da conversa' }).click();
  const choose = (name: string) => page.getByRole('dialog').getByRole('button', { name }).click();
  return [
    ['the menu', menu],
    ['forwarding', () => menu().then(() => choose('Encaminhar para agente'))],
    ['closing', () => menu().then(() => choose('Encerrar atendimento'))],
    ['a failure', () => page.getByRole('button', { name: /Não enviada/ }).click()],
  ];
}

async function hasNoBarriers(page: Page, screen: string): Promise<void> {
  expect(await barriers(page), screen).toEqual([]);
  await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
  expect(await barriers(page), `${screen}, text twice as large`).toEqual([]);
  await page.evaluate(() => document.documentElement.removeAttribute('style'));
}

async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  await expect
    .poll(async () => {
      if (await target.evaluate((element) => element === document.activeElement)) return true;
      await page.keyboard.press('Tab');
      return false;
    })
    .toBe(true);
}
