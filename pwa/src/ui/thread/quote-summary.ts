import type { MessageContent, QuotedMessageRecord } from '../../data';
import { m } from '../../i18n/rooms';
import * as icons from '../icons';
import { mediaLook, short, type Look, type Summary } from '../summary';

/** A quoted message in one line; of some kinds the device knows no more than which kind it is. */
export function summariseQuote(quote: QuotedMessageRecord): Summary {
  if (quote.revokedAt !== undefined) return { icon: icons.ban, text: m.content_revoked() };
  const text = quote.text === undefined ? undefined : short(quote.text);
  const look = quote.mediaKind
    ? mediaLook({ kind: quote.mediaKind, voice: quote.voice ?? false, animated: false })
    : LOOKS[quote.contentType];
  return look ? { icon: look.icon, text: text || look.label() } : { text: text ?? '' };
}

const LOOKS: Partial<Record<MessageContent['__typename'], Look>> = {
  LocationContent: { icon: icons.mapPin, label: () => m.content_location() },
  ContactsContent: { icon: icons.contactRound, label: () => m.content_contacts({ count: 1 }) },
  InteractiveContent: { icon: icons.mousePointerClick, label: () => m.content_button_reply() },
  InteractiveReplyContent: { icon: icons.mousePointerClick, label: () => m.content_button_reply() },
  OrderContent: { icon: icons.shoppingBag, label: () => m.content_order() },
  TemplateContent: { icon: icons.layoutTemplate, label: () => m.content_template() },
  CallContent: { icon: icons.phone, label: () => m.content_call() },
  UnsupportedContent: { icon: icons.circleQuestionMark, label: () => m.content_unsupported() },
};
