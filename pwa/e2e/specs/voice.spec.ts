/** Speaking and listening (L-088 to L-092, Z-40): a real recorder, a fake microphone, the notes heard where customers are. */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import { playingTime } from '../../src/rules/playing-time';
import { expect, test } from '../fixtures';
import { barriers } from '../world/axe';
import { chromium } from '../world/chromium';
import { heardAt } from '../world/hearing';
import { ana } from '../world/people';
import type { Sandbox } from '../world/sandbox';
import type { Phone } from '../screens/phone';

const folder = mkdtempSync(join(tmpdir(), 'guiche-voice-'));
const spoken = join(folder, 'spoken.wav');
writeFileSync(spoken, wave(8));
// One worker may come back to this file after it has been through with it: the folder lasts as long as the worker.
process.once('exit', () => rmSync(folder, { recursive: true }));

test.use({
  permissions: ['microphone'],
  launchOptions: {
    ...chromium,
    args: [
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-audio-capture=${spoken}`,
    ],
  },
});

/** Syllables of a buzzing voice, with pauses: WAV, 48 kHz, 16 bit, mono. */
function wave(seconds: number): Buffer {
  const rate = 48_000;
  const data = Buffer.alloc(seconds * rate * 2);
  for (let index = 0; index < seconds * rate; index += 1) {
    const time = index / rate;
    const within = (time * 4) % 1;
    const pause = Math.floor(time * 4) % 5 === 4;
    const voiced = [1, 2, 3, 4, 5].reduce((sum, n) => sum + Math.sin(2 * Math.PI * 140 * n * time) / n, 0);
    const sample = pause ? 0 : 0.25 * voiced * Math.sin(Math.PI * within);
    data.writeInt16LE(Math.round(sample * 32_000), index * 2);
  }
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + data.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(data.length, 40);
  return Buffer.concat([header, data]);
}

/** A customer's note that still plays when a slow machine looks. */
function longNote(): { base64: string; mime_type: string } {
  const [raw, encoded] = [join(folder, 'long.wav'), join(folder, 'long.ogg')];
  writeFileSync(raw, wave(40));
  execFileSync('opusenc', ['--quiet', '--bitrate', '16', raw, encoded]);
  return { base64: readFileSync(encoded).toString('base64'), mime_type: 'audio/ogg; codecs=opus' };
}

const microphone = (phone: Phone) => phone.page.getByRole('button', { name: 'Gravar mensagem de voz' });
const timer = (phone: Phone) => phone.page.getByRole('timer');
const recordingBar = (phone: Phone) => phone.page.getByRole('group', { name: 'Gravação' });
const button = (within: Locator, name: string) => within.getByRole('button', { name, exact: true });

/** Waits until at least so much is recorded: a slow machine may have missed the very second. Gives what it says. */
async function recorded(phone: Phone, seconds: number): Promise<number> {
  const said = async () => {
    const [minutes = 0, rest = 0] = ((await timer(phone).textContent()) ?? '').split(':').map(Number);
    return 60 * minutes + rest;
  };
  await expect.poll(said).toBeGreaterThanOrEqual(seconds);
  return said();
}

async function opened(phone: Phone, sandbox: Sandbox) {
  const maria = await sandbox.customer({ name: 'Maria Aparecida' });
  await phone.signIn(ana);
  await phone.list('Abertos');
  await maria.says('Oi');
  await phone.open('Maria Aparecida');
  return maria;
}

test('a tap records without a finger, pauses, is heard, and arrives as a voice note', async ({
  phone,
  sandbox,
}, info) => {
  await opened(phone, sandbox);
  const began = Date.now();
  await microphone(phone).click();
  const bar = recordingBar(phone);
  const before = await recorded(phone, 2);
  await phone.page.screenshot({ path: info.outputPath('recording.png') });
  await button(bar, 'Pausar gravação').click();
  const paused = Date.now();
  await button(bar, 'Reproduzir').click();
  await expect(bar.getByRole('slider')).not.toHaveAttribute('aria-valuenow', '0');
  await phone.page.screenshot({ path: info.outputPath('preview.png') });
  expect(await barriers(phone.page), 'while a recording is heard').toEqual([]);
  const pause = Date.now() - paused;
  await button(bar, 'Continuar gravando').click();
  const after = await recorded(phone, before + 2);
  await button(bar, 'Enviar mensagem de voz').click();
  const note = phone.messages.last();
  await expect(note.getByRole('slider')).toBeVisible();
  const [call] = await sandbox.sent(1);
  const length = await heardAt(sandbox, call);
  // A microphone takes a moment to open, each time.
  expect(length).toBeGreaterThan(after - 1);
  expect(length, 'the pause is no part of it').toBeLessThan((Date.now() - began - pause) / 1_000);
  // The server's own measure takes the place of the device's, and the wave stays.
  const [shorter, longer] = [playingTime(length - 0.01), playingTime(length + 0.01)];
  await expect(note.getByText(new RegExp(`^(${shorter}|${longer})$`))).toBeVisible();
  await phone.page.screenshot({ path: info.outputPath('sent.png') });
});

test('a held finger sends when it lets go, throws away to the left, and lets go upwards', async ({
  phone,
  sandbox,
}, info) => {
  await opened(phone, sandbox);
  const { mouse } = phone.page;
  const box = await microphone(phone).boundingBox();
  const [x, y] = [(box?.x ?? 0) + 22, (box?.y ?? 0) + 22];
  const press = async () => {
    await mouse.move(x, y);
    await mouse.down();
    await recorded(phone, 1);
  };
  await press();
  await mouse.move(x - 60, y, { steps: 4 });
  await phone.page.screenshot({ path: info.outputPath('held.png') });
  await mouse.move(x - 120, y, { steps: 4 });
  await expect(recordingBar(phone)).toBeHidden();
  await mouse.up();

  await press();
  await mouse.move(x, y - 90, { steps: 4 });
  await mouse.up();
  await button(recordingBar(phone), 'Descartar gravação').click();
  await expect(recordingBar(phone)).toBeHidden();

  await press();
  await mouse.up();
  await expect(phone.messages.last().getByRole('slider')).toBeVisible();
  await heardAt(sandbox, (await sandbox.sent(1))[0]);
});

test('who wants to be asked hears the recording first, and may say no', async ({ phone, sandbox }, info) => {
  await phone.signIn(ana);
  await phone.page.getByRole('link', { name: 'Configurações' }).click();
  await phone.page.getByRole('switch', { name: 'Mostrar confirmação de envio de áudio' }).check();
  await phone.page.getByRole('link', { name: 'Voltar' }).click();
  const maria = await sandbox.customer({ name: 'Maria Aparecida' });
  await maria.says('Oi');
  await phone.list('Abertos');
  await phone.open('Maria Aparecida');
  for (const answer of ['Não', 'Sim, enviar']) {
    await microphone(phone).press('Enter');
    await recorded(phone, 1);
    await button(recordingBar(phone), 'Enviar mensagem de voz').press('Enter');
    const dialog = phone.page.getByRole('dialog', { name: 'Tem certeza que deseja enviar esse áudio?' });
    await button(dialog, 'Reproduzir').click();
    await phone.page.screenshot({ path: info.outputPath('question.png') });
    await button(dialog, answer).click();
    await expect(dialog).toBeHidden();
  }
  await heardAt(sandbox, (await sandbox.sent(1))[0]);
});

test('what was said before a crash is offered again, and goes when the network is back', async ({
  phone,
  sandbox,
  context,
  complaints,
}) => {
  await opened(phone, sandbox);
  const address = phone.page.url();
  await phone.keepsTheApp();
  await microphone(phone).click();
  const before = await recorded(phone, 3);
  await phone.dies();
  const { Phone } = await import('../screens/phone');
  const reborn = new Phone(await context.newPage());
  await reborn.page.goto(address);
  const bar = recordingBar(reborn);
  await expect(reborn.page.getByText('Esta gravação foi interrompida.')).toBeVisible();
  complaints.expectOutage();
  await context.setOffline(true);
  await button(bar, 'Enviar mensagem de voz').click();
  await expect(reborn.messages.last().getByRole('slider')).toBeVisible();
  await context.setOffline(false);
  const length = await heardAt(sandbox, (await sandbox.sent(1))[0]);
  // The second that a crash may cost, and the moment that a microphone takes to open.
  expect(length).toBeGreaterThan(before - 1.5);
});

test('a customer’s note plays, seeks, goes faster, and the next one follows', async ({
  phone,
  sandbox,
}, info) => {
  const maria = await opened(phone, sandbox);
  const file = longNote();
  await maria.sends({ type: 'audio', voice: true, file });
  await maria.sends({ type: 'audio', voice: true, file });
  const [first, second] = [phone.messages.nth(1), phone.messages.nth(2)];
  await expect(second.getByText('Não ouvida')).toBeAttached();
  const slider = first.getByRole('slider');
  await button(first, 'Reproduzir').click();
  await expect(button(first, 'Pausar')).toBeVisible();
  await expect(first.getByText('Não ouvida')).toBeHidden();
  await first.getByRole('button', { name: 'Velocidade 1×' }).click();
  await first.getByRole('button', { name: 'Velocidade 1,5×' }).click();
  await expect(first.getByRole('button', { name: 'Velocidade 2×' })).toBeVisible();
  await phone.page.screenshot({ path: info.outputPath('playing.png') });
  await slider.press('Home');
  await slider.press('End');
  await expect(button(second, 'Pausar')).toBeVisible();
  await phone.page.emulateMedia({ colorScheme: 'dark' });
  await phone.page.screenshot({ path: info.outputPath('dark.png') });
  expect(await barriers(phone.page), 'while a note plays').toEqual([]);
});
