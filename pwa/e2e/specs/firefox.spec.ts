/** The same in Firefox, which records, plays and stores in its own way. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test as base } from '../fixtures';
import { signIn } from '../screens/plain-browser';
import { Firefox } from '../world/firefox';
import { heardAt } from '../world/hearing';
import { ana } from '../world/people';

/** A microphone that hums, and nobody who asks whether it may be used. */
const MICROPHONE = { 'media.navigator.streams.fake': true, 'media.navigator.permission.disabled': true };

const test = base.extend<{ firefox: Firefox }>({
  firefox: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'guiche-firefox-'));
    const firefox = await Firefox.start(folder, MICROPHONE);
    await use(firefox);
    await firefox.stop();
    await rm(folder, { recursive: true, force: true });
  },
});

test('a chat is answered in words and by voice, a note is heard, and the app opens without the server', async ({
  firefox,
  installation,
  sandbox,
}) => {
  test.slow();
  const maria = await sandbox.customer({ name: 'Maria Aparecida' });
  await signIn(firefox, installation.url, ana);
  await maria.says('Bom dia, o pedido saiu?');
  await maria.sends({ type: 'audio', voice: true });
  await firefox.open(`${installation.url}/inbox/open`);
  await firefox.press('Maria Aparecida');
  await firefox.says('Bom dia, o pedido saiu?');
  await firefox.press('Reproduzir');
  const heard = () => firefox.run<string>(`return document.querySelector('[role=slider]').ariaValueNow`);
  await expect.poll(async () => Number(await heard())).toBeGreaterThan(0);

  await firefox.fill('textarea', 'Saiu hoje cedo!');
  await firefox.press('Enviar');
  await expect.poll(() => sandbox.textsSentTo(maria)).toEqual(['Saiu hoje cedo!']);
  await firefox.says('Lida');

  await firefox.press('Gravar mensagem de voz');
  const timer = () =>
    firefox.run<string | undefined>(`return document.querySelector('[role=timer]')?.innerText`);
  await expect.poll(async () => Number((await timer())?.slice(-2))).toBeGreaterThanOrEqual(3);
  await firefox.press('Enviar mensagem de voz');
  const [, note] = await sandbox.sent(2, maria);
  expect(await heardAt(sandbox, note)).toBeGreaterThan(2);

  await firefox.run('return navigator.serviceWorker.ready.then(() => undefined)');
  await installation.stop();
  await firefox.open(`${installation.url}/inbox/mine`);
  await firefox.says('Sem conexão');
  await firefox.press('Maria Aparecida');
  await firefox.says('Saiu hoje cedo!');
});
