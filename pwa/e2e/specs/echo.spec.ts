/** A number that is also used in the WhatsApp Business app: what is written there is seen here, and who leads the chat. */

import { randomUUID } from 'node:crypto';
import { expect, test } from '../fixtures';
import { ana } from '../world/people';
import type { Customer, Sandbox } from '../world/sandbox';

/** Somebody of the company writes on the phone that has the number. */
async function phoneWrites(sandbox: Sandbox, to: Customer, body: string): Promise<void> {
  const message = {
    from: '15550100001',
    to: to.waId,
    id: `wamid.${randomUUID()}`,
    timestamp: String(Math.floor(Date.now() / 1000)),
    type: 'text',
    text: { body },
  };
  await sandbox.post('webhooks', { field: 'smb_message_echoes', value: { message_echoes: [message] } });
}

test('what the phone answers is yellow and named, and the chat says that it is led there until it is closed (L-102 to L-104)', async ({
  phone,
  sandbox,
}, info) => {
  const maria = await sandbox.customer({ name: 'Maria Aparecida' });
  await maria.says('Tem alguém aí?');
  await phone.begin(ana, 'Maria Aparecida');
  const mark = phone.page.getByTitle(/Atendido pelo WhatsApp Business no celular desde/);
  await expect(mark).toBeHidden();

  await phoneWrites(sandbox, maria, 'Já respondo daqui do balcão');
  const echo = phone.message('Já respondo daqui do balcão');
  await expect(echo).toContainText('Enviada via Whatsapp Business');
  await expect(mark).toBeVisible();
  await expect(mark).toHaveText('Modo eco');
  await info.attach('echo', { body: await phone.page.screenshot(), contentType: 'image/png' });

  await phone.choose('Encerrar atendimento');
  const question = phone.page.getByRole('dialog', { name: 'Encerrar este atendimento?' });
  await question.getByRole('button', { name: 'Encerrar' }).click();
  await expect(mark).toBeHidden();
});
