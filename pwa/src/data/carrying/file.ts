import { sendFile } from '../../net/documents/files';
import type { Handing } from '../carriers';
import type { OutboxRecord } from '../database';
import type { Outgoing } from '../outgoing';

export function handFile({
  conversationId,
  clientKey,
  replyTo,
  upload,
  content,
}: OutboxRecord & { content: Outgoing }): Handing {
  const file = content.kind === 'file' ? content : undefined;
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
