/** The same in a stock Firefox: Mozilla's push service, its own encryption, its own way of opening a chat. */

import { expect, test } from '../push-fixtures';
import { Firefox } from '../world/firefox';
import { ana, password } from '../world/people';

test('Firefox is pushed to, shows who wrote, and a tap opens that chat with no page open', async ({
  folder,
  services,
  installation,
  sandbox,
}) => {
  const firefox = await Firefox.start(folder, services.firefoxPreferences);
  try {
    await firefox.open(installation.url);
    await firefox.fill('input[autocomplete=username]', ana.email);
    await firefox.fill('input[autocomplete=current-password]', password);
    await firefox.click('button[type=submit]');
    await firefox.says('Conversas');
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
