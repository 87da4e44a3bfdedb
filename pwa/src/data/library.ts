/** The installation's library: asked for when it is opened, kept by nobody here; sending from it goes by the outbox. */

import { addLibraryItem, library, removeLibraryItem } from '../net/documents/library';
import type { BringFile } from '../net/upload';
import type { MediaKind } from './content';
import type { Outcome } from './desk';
import { known } from './known';
import { outcomeOf } from './outcome';
import type { PendingUpload } from './outgoing';
import type { Id } from './records';
import type { Surroundings } from './surroundings';
import { bringNow } from './uploads/bring-now';

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
  file: PendingUpload,
  name: string,
): Promise<Outcome> {
  const brought = await bringNow(bringing, file);
  if (!brought.ok) return brought;
  const input = { uploadId: brought.uploadId, name };
  return outcomeOf(async () => (await request(addLibraryItem, { input })).addLibraryItem.error);
}

export function removeFromLibrary({ request }: Surroundings, itemId: Id): Promise<Outcome> {
  return outcomeOf(
    async () => (await request(removeLibraryItem, { input: { itemId } })).removeLibraryItem.error,
  );
}
