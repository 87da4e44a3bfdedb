/** Places, contact cards, buttons and lists: kept as they will be shown, handed over as the server takes them. */

import * as documents from '../../net/documents/richer';
import type { Handing } from '../carriers';
import type { ContactsContent, InteractiveContent, LocationContent } from '../content';
import type { OutboxRecord } from '../database';
import type { Outgoing } from '../outgoing';

export function handShown({
  conversationId,
  clientKey,
  replyTo,
  content,
}: OutboxRecord & { content: Outgoing }): Handing {
  const common = { conversationId, clientKey, replyTo: replyTo ?? null };
  switch (content.kind) {
    case 'location':
      return { operation: documents.sendLocation, input: { ...common, ...place(content.shown) } };
    case 'contacts':
      return { operation: documents.sendContacts, input: { ...common, cards: cards(content.shown) } };
    case 'interactive':
      return { operation: documents.sendInteractive, input: { ...common, ...offer(content.shown) } };
    case 'file':
    case 'voice':
    case 'template':
      throw new TypeError('has a hand of its own');
  }
}

function place({ latitude, longitude, name, address }: LocationContent) {
  return { latitude, longitude, name: name ?? null, address: address ?? null };
}

function cards({ cards }: ContactsContent) {
  return cards.map(({ name, numbers = [], emails, organization }) => ({
    name,
    numbers: numbers.map(({ phone, waId, kind }) => ({ phone, waId: waId ?? null, kind: kind ?? null })),
    emails,
    organization: organization ?? null,
  }));
}

function offer({ header, body, footer, buttons, list }: InteractiveContent) {
  return {
    header: header ?? null,
    body,
    footer: footer ?? null,
    offer: list ? { list } : { buttons: buttons.map(({ id, title }) => ({ id, title })) },
  };
}
