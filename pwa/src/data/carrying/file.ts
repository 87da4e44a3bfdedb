import { sendFile } from '../../net/documents/files';
import { sendContactPicture } from '../../net/documents/custom-fields';
import { sendLibraryItem } from '../../net/documents/library';
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
  const place = { conversationId, clientKey, replyTo: replyTo ?? null };
  if (file?.libraryItemId !== undefined) {
    return { operation: sendLibraryItem, input: { ...place, itemId: file.libraryItemId } };
  }
  if (file?.contactValueId !== undefined) {
    const input = { ...place, valueId: file.contactValueId, caption: file.caption ?? null };
    return { operation: sendContactPicture, input };
  }
  return {
    operation: sendFile,
    input: {
      ...place,
      uploadId: upload?.id ?? '',
      kind: file?.media ?? 'DOCUMENT',
      caption: file?.caption ?? null,
      fileName: file?.fileName ?? null,
    },
  };
}
