/** The same in WebKit, which every browser on an iPhone is: what it does in its own way is done here. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test as base } from '../fixtures';
import { signIn } from '../screens/plain-browser';
import { ana } from '../world/people';
import { WebKit } from '../world/webkit';

const test = base.extend<{ webkit: WebKit }>({
  webkit: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'guiche-webkit-'));
    const webkit = await WebKit.start(folder);
    await use(webkit);
    await webkit.stop();
    await rm(folder, { recursive: true, force: true });
  },
});

const TOO_WIDE = 'return document.documentElement.scrollWidth > innerWidth';

test('a chat is answered, a voice note is heard, and the app opens anew with and without the server', async ({
  webkit,
  installation,
  sandbox,
}) => {
  test.slow();
  const maria = await sandbox.customer({ name: 'Maria Aparecida' });
  await signIn(webkit, installation.url, ana);
  await maria.says('Bom dia, o pedido saiu?');
  await maria.sends({ type: 'audio', voice: true });

  // The page that is left stands still and must not hold what the next one needs.
  await webkit.open(`${installation.url}/inbox/open`);
  await webkit.says('Maria Aparecida');
  expect(await webkit.run(TOO_WIDE)).toBe(false);
  await webkit.press('Maria Aparecida');
  await webkit.says('Bom dia, o pedido saiu?');
  await webkit.fill('textarea', 'Saiu hoje cedo!');
  await webkit.press('Enviar');
  await expect.poll(() => sandbox.textsSentTo(maria)).toEqual(['Saiu hoje cedo!']);
  await webkit.says('Lida');
  expect(await webkit.run(TOO_WIDE)).toBe(false);

  await webkit.press('Reproduzir');
  const heard = () => webkit.run<string>(`return document.querySelector('[role=slider]').ariaValueNow`);
  await expect.poll(async () => Number(await heard())).toBeGreaterThan(0);

  await webkit.run('return navigator.serviceWorker.ready.then(() => undefined)');
  await installation.stop();
  await webkit.open(`${installation.url}/inbox/mine`);
  await webkit.says('Sem conexão');
  await webkit.says('Saiu hoje cedo!');
  // Whoever goes back comes to a page that begins anew.
  await webkit.back();
  await webkit.says('Bom dia, o pedido saiu?');
});
