/** Any message in one line: for rows of the list, quotes and the reply bar. */

import type { MediaContent, MessageContent, MessageRecord, SystemContent } from '../data';
import { m } from '../i18n';
import { plainText } from '../rules/plain-text';
import * as icons from './icons';

export interface Summary {
  icon?: string;
  text: string;
}

/** A row shows less than this much of the longest message. */
const PREVIEW_LENGTH = 160;

export function summarise({ content, text, revokedAt }: MessageRecord): Summary {
  if (revokedAt !== undefined) return { icon: icons.ban, text: m.content_revoked() };
  return summariseContent(content, text);
}

function summariseContent(content: MessageContent, text: string | undefined): Summary {
  switch (content.__typename) {
    case 'TextContent':
      return { text: short(content.body) };
    case 'MediaContent': {
      const { icon, label } = mediaLook(content);
      return { icon, text: short(content.caption ?? '') || content.fileName || label() };
    }
    case 'LocationContent':
      return { icon: icons.mapPin, text: content.name ?? content.address ?? m.content_location() };
    case 'ContactsContent':
      return {
        icon: icons.contactRound,
        text:
          content.cards.map(({ name }) => name).join(', ') ||
          m.content_contacts({ count: content.cards.length }),
      };
    case 'InteractiveContent':
      return { icon: icons.mousePointerClick, text: short(content.body) };
    case 'InteractiveReplyContent':
      return { icon: icons.mousePointerClick, text: content.title };
    case 'OrderContent':
      return { icon: icons.shoppingBag, text: m.order_items({ count: content.items.length }) };
    case 'TemplateContent':
      return { icon: icons.layoutTemplate, text: short(content.body ?? text ?? '') || content.name };
    case 'SystemContent':
      return { icon: icons.info, text: systemText(content) };
    case 'CallContent':
      return { icon: icons.phone, text: m.content_call() };
    case 'UnsupportedContent':
      return { icon: icons.circleQuestionMark, text: m.content_unsupported() };
  }
}

export interface Look {
  icon: string;
  label: () => string;
}

export function mediaLook({
  kind,
  voice,
  animated,
}: Pick<MediaContent, 'kind' | 'voice' | 'animated'>): Look {
  switch (kind) {
    case 'IMAGE':
      return { icon: icons.image, label: m.content_image };
    case 'VIDEO':
      return { icon: icons.video, label: animated ? m.content_gif : m.content_video };
    case 'AUDIO':
      return { icon: icons.mic, label: voice ? m.content_voice : m.content_audio };
    case 'DOCUMENT':
      return { icon: icons.fileText, label: m.content_document };
    case 'STICKER':
      return { icon: icons.sticker, label: m.content_sticker };
  }
}

/** What happened, in the agent's language (L-154: who assigned to whom). */
export function systemText(content: SystemContent): string {
  const { event, text, personName: person, targetName, departmentName } = content;
  const target = targetName ?? departmentName;
  switch (event) {
    case 'TICKET_OPENED':
      return m.system_ticket_opened();
    case 'TICKET_CLOSED':
      return person ? m.system_ticket_closed_by({ person }) : m.system_ticket_closed();
    case 'ASSIGNED_TO_AGENT':
    case 'ASSIGNED_TO_DEPARTMENT':
      if (!target) return text ?? m.system_other();
      return person ? m.system_assigned_agent_by({ person, target }) : m.system_assigned_agent({ target });
    case 'CLAIMED':
      return person ? m.system_claimed({ person }) : (text ?? m.system_other());
    case 'AGENT_LEFT':
      return targetName ? m.system_agent_left({ target: targetName }) : (text ?? m.system_other());
    case 'CONTACT_CHANGED_NUMBER':
      return m.system_number_changed();
    case 'OTHER':
      return text ?? m.system_other();
  }
}

export function short(text: string): string {
  return plainText(text.slice(0, PREVIEW_LENGTH));
}
