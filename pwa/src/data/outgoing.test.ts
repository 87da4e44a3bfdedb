import { expect, it } from 'vitest';
import { handing } from './carriers';
import type { OutboxRecord } from './database';
import { contentOf, wordsOf, type OutgoingVoice } from './outgoing';

const voice: OutgoingVoice = {
  kind: 'voice',
  mimeType: 'audio/webm;codecs=opus',
  durationMs: 4_200,
  waveform: [0, 50, 100],
};
const entry: OutboxRecord & { content: OutgoingVoice } = {
  clientKey: 'key',
  conversationId: 'maria',
  personId: 'ana',
  text: '',
  content: voice,
  upload: { kind: 'voice', file: new Blob(['spoken']), id: 'up' },
  internal: false,
  createdAt: 1,
  state: 'waiting',
  attempts: 0,
  nextAttemptAt: 0,
};

it('a recording that waits can be heard from the device, with its length and its waveform', () => {
  expect(contentOf(entry)).toEqual({
    __typename: 'MediaContent',
    kind: 'AUDIO',
    mimeType: 'audio/webm;codecs=opus',
    voice: true,
    animated: false,
    durationMs: 4_200,
    waveform: [0, 50, 100],
    bytes: 6,
    localFile: entry.upload?.file,
  });
  expect(wordsOf(voice)).toBe('');
});

it('a recording is handed over by the id of its upload, as a voice note (L-092)', async () => {
  const { operation, input } = await handing({ ...entry, replyTo: 'question' });
  expect(operation.text).toContain('sendVoiceNote(input: $input)');
  expect(input).toEqual({
    conversationId: 'maria',
    clientKey: 'key',
    uploadId: 'up',
    replyTo: 'question',
  });
});
