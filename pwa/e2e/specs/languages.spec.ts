/** Portuguese first; English and Spanish in every room, on every device of the person who chose them. */

import { expect, test } from '../fixtures';
import { ana } from '../world/people';

const languages = [
  {
    locale: 'en-US',
    name: 'English',
    words: { signIn: 'Sign in', chats: 'Chats', devices: 'Signed-in devices' },
    thread: { compose: 'Write a message', details: 'Contact details', closed: 'The 24 h window is closed' },
  },
  {
    locale: 'es-AR',
    name: 'Español',
    words: { signIn: 'Entrar', chats: 'Conversaciones', devices: 'Dispositivos conectados' },
    thread: {
      compose: 'Escribir mensaje',
      details: 'Datos del contacto',
      closed: 'La ventana de 24 h está cerrada',
    },
  },
] as const;

for (const { locale, name, words, thread } of languages) {
  test.describe(name, () => {
    test.use({ locale });

    test('before signing in the device decides, afterwards the person, live on all devices', async ({
      phone,
      anotherPhone,
      sandbox,
    }) => {
      const { page } = phone;
      const maria = await sandbox.customer({ name: 'Maria Aparecida' });
      await maria.sends({ type: 'text', body: 'Hola', at_ms: Date.now() - 30 * 60 * 60_000 });
      await page.goto('/');
      await expect(page.getByRole('button', { name: words.signIn, exact: true })).toBeVisible();
      const other = await anotherPhone({ locale: 'pt-BR' });
      await other.signIn(ana);
      await other.page.goto('/settings');
      await other.page.getByRole('radio', { name }).check();
      await expect(other.page.getByRole('heading', { name: words.devices })).toBeVisible();
      await expect(other.page.locator('html')).toHaveAttribute('lang', locale.slice(0, 2));

      await phone.fillIn(ana);
      await page.getByRole('button', { name: words.signIn, exact: true }).click();
      await expect(phone.title).toHaveText(words.chats);
      await page.goto('/inbox/all');
      await phone.row('Maria Aparecida').getByRole('link').click();
      await expect(page.getByRole('textbox', { name: thread.compose })).toBeVisible();
      await expect(page.getByText(thread.closed)).toBeVisible();
      await page.getByRole('link', { name: thread.details }).click();
      await expect(page.getByRole('heading', { name: thread.details })).toBeVisible();
      const leftOver = page.getByText(/Conversas|Configurações|Atendimento aberto|Voltar|Não/);
      await expect(leftOver).toHaveCount(0);
    });
  });
}
