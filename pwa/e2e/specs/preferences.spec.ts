/** What somebody prefers follows them: from device to device, through tunnels and through the death of the app. */

import { expect, test } from '../fixtures';
import { Phone } from '../screens/phone';
import { ana } from '../world/people';

const dark = ({ page }: Phone) => page.getByRole('radio', { name: 'Escuro' });
const asking = ({ page }: Phone) =>
  page.getByRole('switch', { name: 'Mostrar confirmação de envio de áudio' });
const isDark = ({ page }: Phone) => expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');

test('what is chosen without a network counts at once, outlives the page, and then reaches other devices', async ({
  phone,
  anotherPhone,
  complaints,
}) => {
  const tablet = await anotherPhone();
  for (const device of [tablet, phone]) {
    await device.signIn(ana);
    await device.page.getByRole('link', { name: 'Configurações' }).click();
    await expect(asking(device)).not.toBeChecked();
  }
  await phone.keepsTheApp();

  complaints.expectOutage();
  const context = phone.page.context();
  await context.setOffline(true);
  await dark(phone).check();
  await isDark(phone);
  await asking(phone).check();
  await phone.page.getByRole('link', { name: 'Voltar' }).click();
  await phone.page.getByRole('link', { name: 'Configurações' }).click();
  await expect(asking(phone)).toBeChecked();
  await phone.dies();

  const again = new Phone(await context.newPage());
  await again.page.goto('/settings');
  await isDark(again);
  await expect(dark(again)).toBeChecked();
  await expect(asking(again)).toBeChecked();
  await expect(again.page.getByText('Não foi possível carregar os aparelhos')).toBeVisible();
  await expect(asking(tablet)).not.toBeChecked();
  await context.setOffline(false);
  await expect(asking(tablet)).toBeChecked();
  await isDark(tablet);
  await expect(again.page.getByText('Este aparelho', { exact: true })).toBeVisible();
});
