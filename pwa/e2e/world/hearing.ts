/** The ear at the other end: a voice note as the customer's WhatsApp gets it. */

import { expect } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Call, Sandbox } from './sandbox';

/** Judges the note that a call has sent, by `opusinfo`; how long it is, in seconds. */
export async function heardAt(sandbox: Sandbox, call: Call | undefined): Promise<number> {
  const audio = call?.body['audio'] as { id: string; voice?: boolean } | undefined;
  expect(audio?.voice).toBe(true);
  const { bytes, mimeType } = await sandbox.media(audio?.id ?? '');
  expect(mimeType).toBe('audio/ogg; codecs=opus');
  const said = await opusinfo(bytes);
  expect(said).not.toMatch(/warning/i);
  expect(said).toContain('Channels: 1\n');
  const [, minutes, seconds] = /Playback length: (\d+)m:([\d.]+)s/.exec(said) ?? [];
  return 60 * Number(minutes) + Number(seconds);
}

async function opusinfo(bytes: Buffer): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'guiche-heard-'));
  const path = join(folder, 'note.ogg');
  await writeFile(path, bytes);
  try {
    return execFileSync('opusinfo', [path], { encoding: 'utf8' });
  } finally {
    await rm(folder, { recursive: true });
  }
}
