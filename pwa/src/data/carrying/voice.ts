import { sendVoiceNote } from '../../net/documents/files';
import type { Handing } from '../carriers';
import type { OutboxRecord } from '../database';

export function handVoice({ conversationId, clientKey, replyTo, upload }: OutboxRecord): Handing {
  return {
    operation: sendVoiceNote,
    input: { conversationId, clientKey, uploadId: upload?.id ?? '', replyTo: replyTo ?? null },
  };
}
