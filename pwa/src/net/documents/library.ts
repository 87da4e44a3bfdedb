/** The installation's library of files. */

import { operation } from '../operation';
import type * as wire from '../wire';
import type { MediaKind } from '../../data/content';
import { errorFields } from './fragments';
import { sending } from './sending';

export interface LibraryItem {
  id: wire.Id;
  name: string;
  kind: MediaKind;
  mimeType: string;
  fileName: string | null;
  bytes: number;
  width: number | null;
  height: number | null;
  url: string;
}

export const library = operation<{ library: readonly LibraryItem[] }>(`query Library {
  library { id name kind mimeType fileName bytes width height url }
}`);

export const addLibraryItem = operation<
  { addLibraryItem: { error: wire.OperationError | null } },
  { input: { uploadId: wire.Id; name: string } }
>(
  `mutation AddLibraryItem($input: AddLibraryItemInput!) {
  addLibraryItem(input: $input) { error { ...ErrorFields } }
}`,
  errorFields,
);

export const removeLibraryItem = operation<
  { removeLibraryItem: { error: wire.OperationError | null } },
  { input: { itemId: wire.Id } }
>(
  `mutation RemoveLibraryItem($input: RemoveLibraryItemInput!) {
  removeLibraryItem(input: $input) { error { ...ErrorFields } }
}`,
  errorFields,
);

export const sendLibraryItem = sending('sendLibraryItem');
