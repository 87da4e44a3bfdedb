/** A file brought to the server while the agent waits; a message's own file goes by the outbox instead. */

import { NoAnswer } from '../../net/failures';
import { UploadRefusal, type BringFile } from '../../net/upload';
import type { OutcomeCode, Refusal } from '../desk';
import { refusal } from '../outcome';
import type { PendingUpload } from '../outgoing';
import type { Id } from '../records';

export type Brought = { ok: true; uploadId: Id } | Refusal;

export async function bringNow(
  bringing: () => Promise<BringFile>,
  { kind, file, fileName }: PendingUpload,
): Promise<Brought> {
  try {
    const bring = await bringing();
    const { signal } = new AbortController();
    const { uploadId } = await bring({ kind, file, fileName, signal, progress: () => undefined });
    return { ok: true, uploadId };
  } catch (cause) {
    if (cause instanceof UploadRefusal) return refusal(cause.code as OutcomeCode, cause.message);
    return refusal(cause instanceof NoAnswer ? 'OFFLINE' : 'UNEXPECTED', '');
  }
}
