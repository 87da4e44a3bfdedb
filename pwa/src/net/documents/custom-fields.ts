/** What a company wants to know of its customers, and what it knows. */

import type { CustomFieldRecord } from '../../data/records';
import { operation } from '../operation';
import type * as wire from '../wire';
import { errorFields } from './fragments';
import { sending } from './sending';

export interface Answer {
  answer: { error: wire.OperationError | null };
}

export interface SetContactValueInput {
  contactId: wire.Id;
  fieldId: wire.Id;
  text?: string;
  uploadId?: wire.Id;
}

export const createCustomField = operation<Answer, { input: Omit<CustomFieldRecord, 'id'> }>(
  `mutation CreateCustomField($input: CreateCustomFieldInput!) {
  answer: createCustomField(input: $input) { error { ...ErrorFields } }
}`,
  errorFields,
);

export const renameCustomField = operation<Answer, { input: { fieldId: wire.Id; name: string } }>(
  `mutation RenameCustomField($input: RenameCustomFieldInput!) {
  answer: renameCustomField(input: $input) { error { ...ErrorFields } }
}`,
  errorFields,
);

export const deleteCustomField = operation<Answer, { input: { fieldId: wire.Id } }>(
  `mutation DeleteCustomField($input: DeleteCustomFieldInput!) {
  answer: deleteCustomField(input: $input) { error { ...ErrorFields } }
}`,
  errorFields,
);

export const setContactValue = operation<Answer, { input: SetContactValueInput }>(
  `mutation SetContactValue($input: SetContactValueInput!) {
  answer: setContactValue(input: $input) { error { ...ErrorFields } }
}`,
  errorFields,
);

export const sendContactPicture = sending('sendContactPicture');
