import { sendFile } from '../../net/documents/files';
import type { Handing } from '../carriers';
import type { OutboxRecord } from '../database';

export function handFile({ conversationId, clientKey, replyTo, upload, content }: OutboxRecord): Handing {
  return {
    operation: sendFile,
    input: {
      conversationId,
      clientKey,
      uploadId: upload?.id ?? '',
      kind: content?.media ?? 'DOCUMENT',
      caption: content?.caption ?? null,
      fileName: content?.fileName ?? null,
      replyTo: replyTo ?? null,
    },
  };
}
