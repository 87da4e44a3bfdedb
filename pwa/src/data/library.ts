/** The installation's library: asked for when it is opened, kept by nobody here; sending from it goes by the outbox. */

import { addLibraryItem, library, removeLibraryItem } from '../net/documents/library';
import { NoAnswer } from '../net/failures';
import { UploadRefusal, type BringFile } from '../net/upload';
import type { MediaKind } from './content';
import type { Outcome, OutcomeCode } from './desk';
import { known } from './known';
import { outcomeOf, refusal } from './outcome';
import type { PendingUpload } from './outgoing';
import type { Id } from './records';
import type { Surroundings } from './surroundings';

export interface LibraryItem {
  id: Id;
  name: string;
  kind: MediaKind;
  mimeType: string;
  fileName?: string;
  bytes: number;
  width?: number;
  height?: number;
  url: string;
}

export async function libraryItems({ request }: Surroundings): Promise<readonly LibraryItem[]> {
  const { library: items } = await request(library, {});
  return items.map((item) => known<LibraryItem>(item));
}

export async function addToLibrary(
  { request }: Surroundings,
  bringing: () => Promise<BringFile>,
  { kind, file, fileName }: PendingUpload,
  name: string,
): Promise<Outcome> {
  try {
    const bring = await bringing();
    const { signal } = new AbortController();
    const { uploadId } = await bring({ kind, file, fileName, signal, progress: () => undefined });
    return await outcomeOf(
      async () => (await request(addLibraryItem, { input: { uploadId, name } })).addLibraryItem.error,
    );
  } catch (cause) {
    if (cause instanceof UploadRefusal) return refusal(cause.code as OutcomeCode, cause.message);
    return refusal(cause instanceof NoAnswer ? 'OFFLINE' : 'UNEXPECTED', '');
  }
}

export function removeFromLibrary({ request }: Surroundings, itemId: Id): Promise<Outcome> {
  return outcomeOf(
    async () => (await request(removeLibraryItem, { input: { itemId } })).removeLibraryItem.error,
  );
}
