/** What an agent has written is never lost and never doubled, whatever becomes of the network and of the app. */

import { expect, test } from '../fixtures';
import { Phone } from '../screens/phone';
import { Line } from '../world/line';
import { ana } from '../world/people';

test('answers written without a network survive the death of the page, and leave once each, in order', async ({
  phone,
  sandbox,
  complaints,
}) => {
  const maria = await sandbox.customer({ name: 'Maria Aparecida' });
  const joao = await sandbox.customer({ name: 'João Batista' });
  await maria.says('Bom dia!');
  await joao.says('Boa tarde!');
  await phone.signIn(ana);
  await phone.list('Abertos');
  for (const { name } of [maria, joao]) {
    await phone.open(name);
    await expect(phone.messages).toHaveCount(1);
    await phone.back();
  }
  await phone.keepsTheApp();

  complaints.expectOutage();
  const context = phone.page.context();
  await context.setOffline(true);
  for (const [name, words] of [
    ['Maria Aparecida', 'Bom dia, Maria!'],
    ['João Batista', 'Boa tarde, João!'],
    ['Maria Aparecida', 'Em que posso ajudar?'],
  ] as const) {
    await phone.open(name);
    await phone.write(words);
    await expect(phone.tick(phone.message(words))).toHaveAttribute('title', /Na fila|Enviando/);
    await phone.back();
  }
  await expect(phone.page.getByText('3 na fila')).toBeVisible();
  await phone.dies();
  expect(await sandbox.sent(0)).toEqual([]);

  const again = new Phone(await context.newPage());
  await again.page.goto('/inbox/open');
  await expect(again.page.getByText('3 na fila')).toBeVisible();
  await context.setOffline(false);
  await sandbox.sent(3);
  expect(await sandbox.textsSentTo(maria)).toEqual(['Bom dia, Maria!', 'Em que posso ajudar?']);
  expect(await sandbox.textsSentTo(joao)).toEqual(['Boa tarde, João!']);
  await again.list('Meus');
  await again.open('Maria Aparecida');
  await expect(again.messages).toHaveText([/Bom dia!/, /Bom dia, Maria!/, /Em que posso ajudar\?/]);
  await expect(again.tick(again.message('Em que posso ajudar?'))).toHaveAttribute('title', 'Lida');

  await again.page.reload();
  await again.shows('Maria Aparecida');
  await sandbox.settled();
  await sandbox.sent(3);
});

test('the answer to a send is lost, the device asks again, and the customer gets the message once', async ({
  phone,
  sandbox,
  complaints,
}) => {
  const maria = await sandbox.customer({ name: 'Maria Aparecida' });
  await maria.says('Bom dia!');
  const line = await Line.hold(phone.page);
  await phone.begin(ana, 'Maria Aparecida');

  complaints.expectOutage();
  // Else the device would learn from there that its message has arrived, and not ask again.
  line.freeze();
  let sends = 0;
  await phone.page.route('**/graphql', async (route) => {
    if (!route.request().postData()?.includes('mutation SendMessage')) return route.continue();
    sends += 1;
    if (sends > 1) return route.continue();
    await route.fetch();
    return route.abort('connectionreset');
  });
  await phone.write('Bom dia, Maria!');
  await expect.poll(() => sends).toBe(2);
  line.thaw();
  await phone.page.reload();
  await expect(phone.tick(phone.message('Bom dia, Maria!'))).toHaveAttribute('title', 'Lida');
  await expect(phone.messages).toHaveCount(2);
  await sandbox.settled();
  await sandbox.sent(1);
});
