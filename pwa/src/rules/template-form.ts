/**
 * The form of a template: what is written into its slots, what the customer will see, and what is still missing. The
 * server checks the same before it stores anything; this spares the way there.
 */

import type {
  ContactRecord,
  SlotFile,
  TemplateHeader,
  TemplateLayout,
  TemplateRecord,
  TemplateSlot,
  TemplateValue,
  UploadKind,
  Uploads,
} from '../data';

/** What stands in one slot of the form. */
export interface SlotEntry {
  text?: string;
  file?: File;
  latitude?: string;
  longitude?: string;
  address?: string;
}

export type Entries = Readonly<Record<string, SlotEntry>>;

export type SlotProblem = 'missing' | 'characters' | 'suffix' | 'link' | 'place' | 'past' | 'long';

const LONGEST: Readonly<Partial<Record<TemplateSlot['kind'], number>>> = {
  TEXT: 1024,
  URL_SUFFIX: 2000,
  COUPON_CODE: 20,
  ONE_TIME_CODE: 15,
  PAYLOAD: 256,
};

export function longest(kind: TemplateSlot['kind']): number {
  return LONGEST[kind] ?? 2000;
}

/** A form asks only for what a message needs; what may be added is for programs. */
export function asked(template: TemplateRecord): readonly TemplateSlot[] {
  return template.slots.filter(({ required }) => required);
}

/** What the contact's own facts say (L-074, Z-36). */
export function prefilled(
  slots: readonly TemplateSlot[],
  contact: Pick<ContactRecord, 'name' | 'addresses'>,
): Entries {
  const phone = contact.addresses.find(({ kind }) => kind === 'WA_ID')?.display;
  // A contact without a name is called by a number: that is no name to greet somebody by.
  const name = /\p{L}/u.test(contact.name) && !contact.name.startsWith('@') ? contact.name : undefined;
  const facts = { FIRST_NAME: name?.split(/\s+/)[0], NAME: name, PHONE: phone };
  return Object.fromEntries(
    slots.flatMap(({ key, suggestion }) => {
      const text = suggestion && facts[suggestion];
      return text ? [[key, { text }]] : [];
    }),
  );
}

/** What is wrong with a slot; undefined when nothing is. */
export function problemOf(
  { kind, required }: TemplateSlot,
  entry: SlotEntry = {},
  now: number,
): SlotProblem | undefined {
  const text = entry.text?.trim() ?? '';
  switch (kind) {
    case 'IMAGE':
    case 'VIDEO':
    case 'DOCUMENT':
      if (entry.file) return undefined;
      if (text === '') return required ? 'missing' : undefined;
      return /^https:\/\/[^\s/][^\s]*$/.test(text) ? undefined : 'link';
    case 'LOCATION':
      if (text === '' || !entry.address?.trim()) return 'missing';
      return within(entry.latitude, 90) && within(entry.longitude, 180) ? undefined : 'place';
    case 'MOMENT':
      if (text === '') return required ? 'missing' : undefined;
      return Date.parse(text) > now ? undefined : 'past';
    default:
      if (text === '') return required ? 'missing' : undefined;
      if (kind === 'PRODUCTS') return undefined;
      if ([...text].length > longest(kind)) return 'long';
      if (kind === 'URL_SUFFIX') return /\s|:\/\/|^\/\//.test(text) ? 'suffix' : undefined;
      if (kind === 'COUPON_CODE' || kind === 'ONE_TIME_CODE')
        return /\s/.test(text) ? 'characters' : undefined;
      return /[\p{Cc}]| {5}/u.test(text) ? 'characters' : undefined;
  }
}

export function isComplete(slots: readonly TemplateSlot[], entries: Entries, now: number): boolean {
  return slots.every((slot) => problemOf(slot, entries[slot.key], now) === undefined);
}

/** The files that the agent has chosen. */
export function filesOf(slots: readonly TemplateSlot[], entries: Entries): SlotFile[] {
  return slots.flatMap(({ key, kind }) => {
    const file = entries[key]?.file;
    if (!file) return [];
    const upload = { kind: kind.toLowerCase() as UploadKind, file, fileName: file.name };
    return [{ slot: key, upload }];
  });
}

/** What leaves. `uploads`: the files that the server has already; at most one other goes ahead of the message. */
export function valuesOf(
  slots: readonly TemplateSlot[],
  entries: Entries,
  uploads: Uploads = {},
): TemplateValue[] {
  return slots.flatMap((slot): TemplateValue[] => {
    const entry = entries[slot.key] ?? {};
    const text = entry.text?.trim() ?? '';
    const { key } = slot;
    switch (slot.kind) {
      case 'IMAGE':
      case 'VIDEO':
      case 'DOCUMENT': {
        const named = slot.kind === 'DOCUMENT' && entry.file ? { fileName: entry.file.name } : {};
        const uploadId = uploads[key];
        if (uploadId !== undefined) return [{ slot: key, uploadId, ...named }];
        if (entry.file) return [{ slot: key, file: true, ...named }];
        return text === '' ? [] : [{ slot: key, link: text }];
      }
      case 'LOCATION':
        return [
          {
            slot: key,
            location: {
              latitude: degrees(entry.latitude),
              longitude: degrees(entry.longitude),
              name: text,
              address: entry.address?.trim() ?? '',
            },
          },
        ];
      case 'MOMENT':
        return text === '' ? [] : [{ slot: key, moment: new Date(text).toISOString() }];
      case 'PRODUCTS': {
        const productIds = text.split(/[\s,;]+/).filter(Boolean);
        return [{ slot: key, products: { sections: [{ title: slot.label.slice(0, 24), productIds }] } }];
      }
      default:
        return text === '' ? [] : [{ slot: key, text }];
    }
  });
}

/** The template with what is written so far in its places (L-073). */
export function previewOf({ layout, slots }: TemplateRecord, entries: Entries): TemplateLayout {
  const words = (prefix: string) => (text: string) => filled(text, prefix, entries);
  const code = entries['code']?.text?.trim();
  const header = (key: string, shown: TemplateHeader | undefined) =>
    shown && headerOf(shown, key, entries, words(key));
  const buttons = (prefix: string, shown: TemplateLayout['buttons']) =>
    shown.map((button, position) => {
      const text = entries[`${prefix}.${position}`]?.text?.trim() ?? code;
      if (button.kind === 'URL' && button.value) {
        return { ...button, value: button.value.replace(/\{\{[^}]*\}\}/, (open) => text || open) };
      }
      return button.kind === 'COPY_CODE' && text ? { ...button, value: text } : button;
    });
  const ends = entries['offer.expires_at']?.text;
  const shownHeader = header('header', layout.header);
  return {
    ...layout,
    ...(shownHeader ? { header: shownHeader } : {}),
    body: slots.some(({ kind }) => kind === 'ONE_TIME_CODE')
      ? layout.body.replaceAll(/\{\{[^}]*\}\}/g, (open) => code || open)
      : words('body')(layout.body),
    ...(layout.offer && ends ? { offer: { ...layout.offer, expiresAt: new Date(ends).toISOString() } } : {}),
    buttons: buttons('button', layout.buttons),
    cards: layout.cards.map((card, position) => {
      const shown = header(`card.${position}.header`, card.header);
      return {
        ...card,
        ...(shown ? { header: shown } : {}),
        body: words(`card.${position}.body`)(card.body),
        buttons: buttons(`card.${position}.button`, card.buttons),
      };
    }),
  };
}

/** L-071, L-072: by a part of the name, by the category's word, or by what it says. */
export function matches(template: TemplateRecord, query: string, categoryName: string): boolean {
  const haystack = plain(
    [template.name, template.name.replaceAll('_', ' '), categoryName, template.layout.body].join(' '),
  );
  return plain(query)
    .split(/\s+/)
    .every((word) => haystack.includes(word));
}

function plain(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

/** Also as people write it who use a comma. */
function degrees(text: string | undefined): number {
  return Number(text?.trim().replace(',', '.') || Number.NaN);
}

function within(text: string | undefined, most: number): boolean {
  return Math.abs(degrees(text)) <= most;
}

function filled(text: string, prefix: string, entries: Entries): string {
  return text.replaceAll(
    /\{\{\s*([^{}]*?)\s*\}\}/g,
    (open, name: string) => entries[`${prefix}.${name}`]?.text?.trim() || open,
  );
}

function headerOf(
  header: TemplateHeader,
  key: string,
  entries: Entries,
  words: (text: string) => string,
): TemplateHeader {
  const entry = entries[key] ?? {};
  const text = entry.text?.trim();
  if (header.kind === 'TEXT') return { ...header, text: words(header.text ?? '') };
  if (header.kind === 'LOCATION') {
    if (!text) return header;
    const place = {
      latitude: degrees(entry.latitude) || 0,
      longitude: degrees(entry.longitude) || 0,
      name: text,
      address: entry.address ?? '',
    };
    return { ...header, place };
  }
  if (entry.file) return { ...header, fileName: entry.file.name };
  return text ? { ...header, link: text } : header;
}
