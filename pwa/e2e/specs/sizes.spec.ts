/** From the smallest phone to a wide desk: nothing is cut off, and room is used where there is some. */

import type { Locator } from '@playwright/test';
import { expect, test } from '../fixtures';
import type { Phone } from '../screens/phone';
import { settled } from '../world/axe';
import { ana } from '../world/people';
import type { Sandbox } from '../world/sandbox';

const LONG = 'https://example.com/' + 'muitocomprido'.repeat(12);

/** Short words cover neither what came last nor what is being written. */
async function standsAbove(words: Locator, other: Locator): Promise<void> {
  await expect(other).toBeVisible();
  const [above, below] = await Promise.all([words.boundingBox({ timeout: 1_000 }), other.boundingBox()]);
  if (!above || !below) throw new Error('both are on the glass');
  expect(above.y + above.height).toBeLessThanOrEqual(below.y);
}

async function chat(phone: Phone, sandbox: Sandbox): Promise<void> {
  const maria = await sandbox.customer({ name: 'Maria Aparecida dos Santos Albuquerque de Oliveira' });
  await phone.signIn(ana);
  await phone.list('Abertos');
  await maria.says(LONG);
  await maria.sends({ type: 'document', filename: `${'arquivo'.repeat(20)}.pdf` });
  await maria.sends({ type: 'image' });
  await maria.sends({ type: 'audio', voice: true });
  await expect(phone.row('Maria Aparecida')).toContainText('4');
}

test.describe('on the smallest phone', () => {
  test.use({ viewport: { width: 320, height: 568 } });

  test('no screen is wider than the glass', async ({ phone, sandbox }) => {
    const { page } = phone;
    await page.goto('/');
    await expect(page.getByRole('button', { name: 'Entrar', exact: true })).toBeVisible();
    expect(await tooWide(phone)).toEqual([]);
    await chat(phone, sandbox);
    expect(await tooWide(phone)).toEqual([]);
    await phone.open('Maria Aparecida');
    await phone.write('OutraPalavraSemFim'.repeat(10));
    await expect(phone.messages).toHaveCount(5);
    expect(await tooWide(phone)).toEqual([]);
    await phone.composer.fill('Uma linha\n'.repeat(9));
    const joao = await sandbox.customer({ name: 'João Pedro' });
    await joao.says('uma mensagem comprida '.repeat(10));
    const news = page.getByRole('link', { name: /^João Pedro: uma mensagem/ });
    await expect(news).toBeInViewport({ ratio: 1 });
    await standsAbove(news, phone.messages.last());
    await page.getByRole('link', { name: 'Dados do contato' }).click();
    await expect(page.getByText('Protocolo', { exact: true })).toBeVisible();
    expect(await tooWide(phone)).toEqual([]);
    expect(await moving(phone)).toEqual([]);
    await page.getByRole('link', { name: 'Fechar' }).click();
    // They are gone after a while, which a slow machine may miss.
    await expect(async () => {
      await page.getByRole('link', { name: 'Dados do contato' }).click();
      const copy = page.getByRole('button', { name: /^Copiar/ });
      await copy.first().click();
      await page.getByRole('link', { name: 'Fechar' }).click();
      await standsAbove(page.getByText('Copiado'), phone.composer);
    }).toPass();
    await page.goto('/settings');
    await expect(page.getByText('Este aparelho', { exact: true })).toBeVisible();
    expect(await tooWide(phone)).toEqual([]);
    expect(await moving(phone)).toEqual([]);
  });
});

test.describe('on a desk', () => {
  test.use({
    viewport: { width: 1280, height: 800 },
    isMobile: false,
    hasTouch: false,
    deviceScaleFactor: 1,
  });

  test('list, chat and contact stand side by side', async ({ phone, sandbox }) => {
    const { page } = phone;
    const [inbox, main, contact] = ['inbox', 'main', 'contact'].map((pane) => page.locator(`.pane.${pane}`));
    if (!inbox || !main || !contact) throw new Error('three panes');
    await chat(phone, sandbox);
    await expect(page.getByText('Escolha uma conversa')).toBeVisible();
    await phone.open('Maria Aparecida');
    await expect(inbox).toBeVisible();
    await expect(phone.composer).toBeFocused();
    await page.getByRole('link', { name: 'Dados do contato' }).click();
    await expect(contact).toBeVisible();
    const boxes = await Promise.all([inbox, main, contact].map((pane) => pane.boundingBox()));
    const edges = boxes.map((box) => [box?.x ?? 0, (box?.x ?? 0) + (box?.width ?? 0)]);
    expect(edges.map(([left]) => left)).toEqual([0, edges[0]?.[1], edges[1]?.[1]]);
    expect(edges[2]?.[1]).toBe(1280);
    expect(await tooWide(phone)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Fechar' }).click();
    await expect(contact).toBeHidden();
    await expect(phone.composer).toBeVisible();
  });
});

/** What reaches beyond the right edge of the screen, unless it lies in something that scrolls sideways. */
async function tooWide({ page }: Phone): Promise<string[]> {
  await settled(page);
  return page.evaluate(() => {
    const scrolls = (element: Element): boolean =>
      element.parentElement !== null &&
      (/auto|scroll/.test(getComputedStyle(element.parentElement).overflowX) ||
        scrolls(element.parentElement));
    return [...document.body.querySelectorAll('*')]
      .filter((element) => element.checkVisibility({ visibilityProperty: true }))
      .filter((element) => element.getBoundingClientRect().right > innerWidth + 0.5 && !scrolls(element))
      .map((element) => element.outerHTML.slice(0, 120));
  });
}

/** Parts of the shell that something could push away: only what is inside them scrolls. */
function moving({ page }: Phone): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('html, body, #app, main, .pane')]
      .filter((part) => {
        part.scrollTop = 100;
        const moved = part.scrollTop > 0;
        part.scrollTop = 0;
        return moved;
      })
      .map((part) => `${part.tagName} ${part.className}`),
  );
}
