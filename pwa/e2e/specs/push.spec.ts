/** The right phone rings: real, encrypted pushes into a stock browser, and the tap that leads to that very chat. */

import { expect, test, type InstalledPhone } from '../push-fixtures';
import { Line } from '../world/line';
import { ana, type Person } from '../world/people';

/** Signs in, sees that notifications are on, and puts the phone away. */
async function registers(phone: InstalledPhone, person: Person): Promise<void> {
  const app = await phone.open();
  await app.signIn(person);
  await app.page.getByRole('link', { name: 'Configurações' }).click();
  await expect(app.page.getByText('Ativadas neste aparelho', { exact: true })).toBeVisible();
  await app.page.close();
}

test('with no page open a push shows who wrote what, and a tap opens that chat', async ({
  installedPhone,
  desktop,
  sandbox,
}) => {
  const phone = await installedPhone();
  await registers(phone, ana);
  const maria = await sandbox.customer({ name: 'Maria Aparecida' });
  const joao = await sandbox.customer({ name: 'João Batista' });
  await maria.says('Meu pedido não chegou 😢');
  await joao.says('Preciso da segunda via');

  const shown = await desktop.notification('Maria Aparecida');
  expect(shown).toMatchObject({ summary: 'Maria Aparecida' });
  expect(shown.body).toContain('Meu pedido não chegou 😢');
  await desktop.notification('João Batista');

  const app = await phone.opened(() => desktop.tap(shown));
  await app.shows('Maria Aparecida');
  await expect(app.message('Meu pedido não chegou 😢')).toBeVisible();
  await expect
    .poll(async () => (await desktop.visible()).map(({ summary }) => summary))
    .toEqual(['João Batista']);
  // Never the browser's own "this site was updated in the background".
  expect((await desktop.history()).map(({ summary }) => summary).sort()).toEqual([
    'João Batista',
    'Maria Aparecida',
  ]);
});

test('a tap with the app open leads the open app to that chat, without loading it anew', async ({
  installedPhone,
  desktop,
  sandbox,
}) => {
  const phone = await installedPhone();
  await registers(phone, ana);
  const maria = await sandbox.customer({ name: 'Maria Aparecida' });
  await maria.says('Bom dia!');
  const shown = await desktop.notification('Maria Aparecida');

  const app = await phone.open('/inbox/open');
  await expect(app.row('Maria Aparecida')).toBeVisible();
  await app.page.evaluate(() => Object.assign(window, { stayed: true }));
  await desktop.tap(shown);
  await app.shows('Maria Aparecida');
  expect(await app.page.evaluate(() => 'stayed' in window)).toBe(true);
});

test('an answer typed into the notification reaches the customer once, and reads the chat', async ({
  installedPhone,
  desktop,
  sandbox,
}) => {
  const phone = await installedPhone();
  await registers(phone, ana);
  const maria = await sandbox.customer({ name: 'Maria Aparecida' });
  await maria.says('Vocês abrem no sábado?');
  await desktop.reply(await desktop.notification('Maria Aparecida'), 'Abrimos até o meio-dia.');

  const [call] = await sandbox.sent(1, maria);
  expect(call?.body.text?.body).toBe('Abrimos até o meio-dia.');
  const app = await phone.open('/inbox/mine');
  await expect(app.row('Maria Aparecida')).toContainText('Abrimos até o meio-dia.');
  await expect(app.row('Maria Aparecida')).not.toContainText('não lida');
  await sandbox.settled();
  await sandbox.sent(1);
});

test('“mark as read” on the notification reads the chat on every device', async ({
  installedPhone,
  desktop,
  sandbox,
  phone: desk,
}) => {
  const phone = await installedPhone();
  await registers(phone, ana);
  const maria = await sandbox.customer({ name: 'Maria Aparecida' });
  await maria.says('Obrigada!');
  const shown = await desktop.notification('Maria Aparecida');
  await desk.signIn(ana);
  await desk.list('Abertos');
  await expect(desk.row('Maria Aparecida')).toContainText('1 não lida');
  await desktop.choose(shown, 'Marcar como lida');
  await expect(desk.row('Maria Aparecida')).not.toContainText('não lida');
});

test('a device that shows the message is not pushed; another one is, and so is one that has frozen (L-185, L-186)', async ({
  installedPhone,
  services,
  sandbox,
}) => {
  const tablet = await installedPhone();
  await registers(tablet, ana);
  const [tabletEndpoint] = await services.endpoints();
  const phone = await installedPhone();
  await registers(phone, ana);
  const maria = await sandbox.customer({ name: 'Maria Aparecida' });
  const joao = await sandbox.customer({ name: 'João Batista' });

  const line = await Line.hold(tablet.context);
  const app = await tablet.open('/inbox/open');
  await expect.poll(() => line.presenceKnown).toBe(true);
  await maria.says('Primeira');
  // The phone in the pocket rings all the same: it does not show the chat. Once it is read it would not.
  const [toPhone] = await services.received(1);
  expect(toPhone?.endpoint).not.toBe(tabletEndpoint);
  await app.open('Maria Aparecida');
  await maria.says('Segunda');
  await expect(app.message('Segunda')).toBeVisible();

  // Held back for two seconds: had one of the messages before been left to send, it would come first.
  line.freeze();
  await joao.says('Alguém aí?');
  const toTablet = async () => {
    const all = await services.received(1);
    return all.filter(({ endpoint }) => endpoint === tabletEndpoint);
  };
  await expect.poll(toTablet).toHaveLength(1);
  // Topics tell conversations apart.
  const [first] = await toTablet();
  expect(first?.topic).not.toBe(toPhone?.topic);
});
