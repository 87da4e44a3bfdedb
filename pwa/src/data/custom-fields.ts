/** Custom fields, and what is known under them: changed here, shown from the directory and the conversations. */

import type { Operation } from '../net/operation';
import * as documents from '../net/documents/custom-fields';
import type { BringFile } from '../net/upload';
import type { Outcome } from './desk';
import { outcomeOf } from './outcome';
import type { PendingUpload } from './outgoing';
import type { CustomFieldRecord, Id } from './records';
import type { Surroundings } from './surroundings';
import { bringNow } from './uploads/bring-now';

export class CustomFields {
  readonly #surroundings: Surroundings;
  readonly #bringing: () => Promise<BringFile>;

  constructor(surroundings: Surroundings, bringing: () => Promise<BringFile>) {
    this.#surroundings = surroundings;
    this.#bringing = bringing;
  }

  /** Supervisors and administrators only, as are renaming and removing. */
  create(field: Omit<CustomFieldRecord, 'id'>): Promise<Outcome> {
    return this.#change(documents.createCustomField, field);
  }

  rename(fieldId: Id, name: string): Promise<Outcome> {
    return this.#change(documents.renameCustomField, { fieldId, name });
  }

  remove(fieldId: Id): Promise<Outcome> {
    return this.#change(documents.deleteCustomField, { fieldId });
  }

  /** An empty text: nothing is known any more, whatever the field holds. */
  setText(contactId: Id, fieldId: Id, text: string): Promise<Outcome> {
    const input = text === '' ? { contactId, fieldId } : { contactId, fieldId, text };
    return this.#change(documents.setContactValue, input);
  }

  async setPicture(contactId: Id, fieldId: Id, picture: PendingUpload): Promise<Outcome> {
    const brought = await bringNow(this.#bringing, picture);
    if (!brought.ok) return brought;
    return this.#change(documents.setContactValue, { contactId, fieldId, uploadId: brought.uploadId });
  }

  #change<Input>(operation: Operation<documents.Answer, { input: Input }>, input: Input): Promise<Outcome> {
    return outcomeOf(async () => (await this.#surroundings.request(operation, { input })).answer.error);
  }
}
