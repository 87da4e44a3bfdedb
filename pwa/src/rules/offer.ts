/** Buttons and lists within Meta's limits (Cloud API, section 7.5); the server keeps the same. Lengths in characters. */

import type { InteractiveContent } from '../data';

export const offerLimits = {
  header: 60,
  footer: 60,
  bodyOfButtons: 1_024,
  bodyOfList: 4_096,
  button: 20,
  label: 20,
  section: 24,
  row: 24,
  description: 72,
  buttons: 3,
  rows: 10,
} as const;

export interface DraftRow {
  title: string;
  description: string;
}

/** As it stands in the dialog: blank lines count as not there. */
export interface OfferDraft {
  kind: 'buttons' | 'list';
  header: string;
  body: string;
  footer: string;
  buttons: readonly string[];
  label: string;
  sections: readonly { title: string; rows: readonly DraftRow[] }[];
}

export type OfferProblem = 'body' | 'buttons' | 'same' | 'label' | 'rows' | 'sections';

export function lengthOf(text: string): number {
  return [...text.trim()].length;
}

/** What would be sent; rows and sections without words are left out. */
export function offerOf(draft: OfferDraft): InteractiveContent {
  const words = {
    __typename: 'InteractiveContent' as const,
    body: draft.body.trim(),
    ...(draft.header.trim() ? { header: draft.header.trim() } : {}),
    ...(draft.footer.trim() ? { footer: draft.footer.trim() } : {}),
  };
  if (draft.kind === 'buttons') {
    const titles = draft.buttons.map((title) => title.trim()).filter((title) => title !== '');
    return { ...words, buttons: titles.map((title, index) => ({ id: String(index + 1), title })) };
  }
  let before = 0;
  const sections = draft.sections
    .map(({ title, rows }) => ({ title: title.trim(), rows: rows.filter((row) => row.title.trim() !== '') }))
    .filter(({ rows }) => rows.length > 0)
    .map(({ title, rows }) => ({
      ...(title ? { title } : {}),
      rows: rows.map((row) => ({
        id: String((before += 1)),
        title: row.title.trim(),
        ...(row.description.trim() ? { description: row.description.trim() } : {}),
      })),
    }));
  return { ...words, buttons: [], list: { label: draft.label.trim(), sections } };
}

/** What is missing, in the order in which it stands; lengths are held by the fields themselves. */
export function problemOf(draft: OfferDraft): OfferProblem | undefined {
  const offer = offerOf(draft);
  if (offer.body === '') return 'body';
  if (!offer.list) {
    if (offer.buttons.length === 0) return 'buttons';
    return new Set(offer.buttons.map(({ title }) => title)).size < offer.buttons.length ? 'same' : undefined;
  }
  if (offer.list.label === '') return 'label';
  const { sections } = offer.list;
  if (sections.length === 0) return 'rows';
  return sections.length > 1 && sections.some(({ title }) => title === undefined) ? 'sections' : undefined;
}
