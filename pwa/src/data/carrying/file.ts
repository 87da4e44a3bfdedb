import { sendFile } from '../../net/documents/files';
import type { Handing } from '../carriers';
import type { OutboxRecord } from '../database';

export function handFile({ conversationId, clientKey, replyTo, upload, content }: OutboxRecord): Handing {
  const file = content?.kind === 'file' ? content : undefined;
  return {
    operation: sendFile,
    input: {
      conversationId,
      clientKey,
      uploadId: upload?.id ?? '',
      kind: file?.media ?? 'DOCUMENT',
      caption: file?.caption ?? null,
      fileName: file?.fileName ?? null,
      replyTo: replyTo ?? null,
    },
  };
}
