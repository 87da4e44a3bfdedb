/** Files from an agent's phone to the customer: whole, with their words, to be watched and to be stopped. */

import { expect, test } from '../fixtures';
import type { Phone } from '../screens/phone';
import { ana } from '../world/people';
import { png } from '../world/pictures';
import type { Sandbox } from '../world/sandbox';

const beach = { name: 'praia.png', mimeType: 'image/png', buffer: png(640, 480, [30, 120, 200]) };
const portrait = { name: 'retrato.png', mimeType: 'image/png', buffer: png(300, 450, [200, 80, 60]) };
const heavy = {
  name: 'catálogo.pdf',
  mimeType: 'application/pdf',
  buffer: Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(30_000_000, 'guichê')]),
};
const quote = {
  name: 'orçamento.pdf',
  mimeType: 'application/pdf',
  buffer: Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(120_000, 'guichê')]),
};

async function choose(
  phone: Phone,
  chooser: 'photo' | 'document',
  files: { name: string; mimeType: string; buffer: Buffer }[],
): Promise<void> {
  await phone.page.getByRole('button', { name: 'Anexar' }).click();
  await phone.page.locator(`input[data-chooser=${chooser}]`).setInputFiles(files);
}

async function talkWithMaria(phone: Phone, sandbox: Sandbox): Promise<void> {
  const maria = await sandbox.customer({ name: 'Maria Aparecida' });
  await maria.says('Pode mandar as fotos?');
  await phone.begin(ana, 'Maria Aparecida');
}

test('two pictures and a PDF with their words arrive byte by byte, and their ticks turn', async ({
  phone,
  sandbox,
}, info) => {
  await talkWithMaria(phone, sandbox);
  await phone.page.getByRole('button', { name: 'Anexar' }).click();
  await expect(phone.page.getByRole('dialog', { name: 'Anexar' })).toBeVisible();
  await info.attach('sheet', { body: await phone.page.screenshot(), contentType: 'image/png' });
  await phone.page.keyboard.press('Escape');

  await choose(phone, 'photo', [beach, portrait]);
  const review = phone.page.getByRole('dialog', { name: 'Enviar para Maria Aparecida' });
  await expect(review.getByRole('img', { name: 'praia.png' })).toBeVisible();
  await review.getByRole('textbox', { name: 'Legenda de praia.png' }).fill('A *praia* de ontem');
  await info.attach('review', { body: await phone.page.screenshot(), contentType: 'image/png' });
  await review
    .getByRole('button', { name: /retrato\.png/ })
    .first()
    .click();
  await review.getByRole('textbox', { name: 'Legenda de retrato.png' }).fill('E o retrato');
  await review.getByRole('button', { name: 'Enviar 2' }).click();
  await choose(phone, 'document', [quote]);
  await review.getByRole('button', { name: 'Enviar 1' }).click();

  const calls = await sandbox.sent(3);
  const [first, second, third] = calls.map(({ body }) => body);
  expect(first?.['image']).toMatchObject({ caption: 'A *praia* de ontem' });
  expect(second?.['image']).toMatchObject({ caption: 'E o retrato' });
  expect(third?.['document']).toMatchObject({ filename: 'orçamento.pdf' });
  for (const [body, kind, file] of [
    [first, 'image', beach],
    [second, 'image', portrait],
    [third, 'document', quote],
  ] as const) {
    const { id } = body?.[kind] as { id: string };
    expect((await sandbox.file(id)).equals(file.buffer), file.name).toBe(true);
  }
  for (const words of ['A praia de ontem', 'E o retrato', 'orçamento.pdf']) {
    await expect(phone.tick(phone.message(words))).toHaveAttribute('title', 'Lida');
  }
  await info.attach('thread', { body: await phone.page.screenshot(), contentType: 'image/png' });

  await phone.page.reload();
  const picture = phone.message('A praia de ontem').getByRole('img', { name: /praia/ });
  await expect(picture).toHaveJSProperty('naturalWidth', 640);
  await phone.message('A praia de ontem').getByRole('button', { name: 'Abrir foto' }).click();
  await expect(phone.page.getByRole('link', { name: 'Baixar' })).toBeVisible();
  await info.attach('viewer', { body: await phone.page.screenshot(), contentType: 'image/png' });
  await phone.page.keyboard.press('Escape');
  await expect(phone.page.getByRole('link', { name: 'Baixar' })).toHaveCount(0);
});

test('a file on its way shows how far it is, can be stopped, and holds back the words behind it', async ({
  phone,
  sandbox,
}, info) => {
  await talkWithMaria(phone, sandbox);
  // As slow as the edge of a mobile network.
  const network = await phone.page.context().newCDPSession(phone.page);
  await network.send('Network.enable');
  await network.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 20,
    downloadThroughput: 5_000_000,
    uploadThroughput: 150_000,
  });
  await choose(phone, 'document', [heavy]);
  await phone.page.getByRole('button', { name: 'Enviar 1' }).click();
  const cancel = phone.page.getByRole('button', { name: /Cancelar envio, [1-9]\d?\s?%/ });
  await expect(cancel).toBeVisible({ timeout: 20_000 });
  await phone.write('Viu a foto?');
  await info.attach('progress', { body: await phone.page.screenshot(), contentType: 'image/png' });
  expect(await sandbox.sent(0)).toEqual([]);
  await cancel.click();
  await network.send('Network.disable');
  await expect(phone.messages).toHaveCount(2);
  const [text] = await sandbox.sent(1);
  expect(text?.body.text?.body).toBe('Viu a foto?');
});

test('a picture is pasted, and what WhatsApp refuses is refused in plain words before it leaves', async ({
  phone,
  sandbox,
}, info) => {
  await talkWithMaria(phone, sandbox);
  await phone.composer.focus();
  await phone.page.evaluate(
    ([base64]) => {
      const bytes = Uint8Array.from(atob(base64 ?? ''), (letter) => letter.charCodeAt(0));
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File([bytes], 'image.png', { type: 'image/png' }));
      const paste = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
      document.activeElement?.dispatchEvent(paste);
    },
    [beach.buffer.toString('base64')],
  );
  await expect(phone.page.getByRole('img', { name: 'image.png' })).toBeVisible();
  await phone.page.getByRole('button', { name: 'Enviar 1' }).click();
  await sandbox.sent(1);

  await choose(phone, 'document', [
    { name: 'jogo.exe', mimeType: 'application/x-msdownload', buffer: Buffer.from('MZ') },
  ]);
  const review = phone.page.getByRole('dialog', { name: 'Enviar para Maria Aparecida' });
  await expect(review.getByRole('alert')).toContainText('não aceita este tipo de arquivo');
  await info.attach('refused', { body: await phone.page.screenshot(), contentType: 'image/png' });
  await phone.page.getByRole('button', { name: 'Remover jogo.exe' }).click();
  await choose(phone, 'photo', [
    { name: 'filme.mp4', mimeType: 'video/mp4', buffer: Buffer.alloc(16 * 1024 * 1024 + 1) },
  ]);
  await expect(review.getByRole('alert')).toContainText('até 16 MB');
  await sandbox.sent(1);
});

test('a file that was chosen without a network survives the death of the page', async ({
  phone,
  sandbox,
  complaints,
}) => {
  await talkWithMaria(phone, sandbox);
  await phone.keepsTheApp();
  complaints.expectOutage();
  const context = phone.page.context();
  await context.setOffline(true);
  await choose(phone, 'photo', [portrait]);
  await phone.page.getByRole('button', { name: 'Enviar 1' }).click();
  await expect(phone.page.getByRole('button', { name: /Cancelar envio/ })).toBeVisible();
  await phone.page.reload();
  await expect(phone.page.getByRole('button', { name: /Cancelar envio/ })).toBeVisible();
  await context.setOffline(false);
  const [call] = await sandbox.sent(1);
  const { id } = call?.body['image'] as { id: string };
  expect((await sandbox.file(id)).equals(portrait.buffer)).toBe(true);
});
