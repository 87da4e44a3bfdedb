/** The same in a stock Firefox: Mozilla's push service, its own encryption, its own way of opening a chat. */

import { expect, test } from '../push-fixtures';
import { signIn } from '../screens/plain-browser';
import { Firefox } from '../world/firefox';
import { ana } from '../world/people';

test('Firefox is pushed to, shows who wrote, and a tap opens that chat with no page open', async ({
  folder,
  services,
  installation,
  sandbox,
}) => {
  const firefox = await Firefox.start(folder, services.firefoxPreferences);
  try {
    await signIn(firefox, installation.url, ana);
    await firefox.open(`${installation.url}/settings`);
    await firefox.says('Ativadas neste aparelho');
    expect(await services.endpoints()).toEqual([expect.stringContaining('mozilla.com')]);
    await firefox.open('about:blank');

    const maria = await sandbox.customer({ name: 'Maria Aparecida' });
    await maria.says('Meu pedido não chegou 😢');
    const [push] = await services.received(1);
    expect(push).toMatchObject({ status: 201, urgency: 'high' });
    await firefox.tap('Maria Aparecida');
    await firefox.says('Meu pedido não chegou 😢');
    expect(await firefox.path()).toMatch(/^\/c/);
  } finally {
    await firefox.stop();
  }
});
