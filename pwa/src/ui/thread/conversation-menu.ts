import type { ConversationRecord } from '../../data';
import { m } from '../../i18n/rooms';
import * as icons from '../icons';
import type { MenuItem } from '../Menu.svelte';

interface Actions {
  claim: () => void;
  assignAgent: () => void;
  assignDepartment: () => void;
  closeTicket: () => void;
  markUnread: () => void;
  contact: () => void;
  sendTemplate: () => void;
  search: () => void;
}

/** What can be done with a conversation in its present state. */
export function conversationItems(
  conversation: ConversationRecord | undefined,
  actions: Actions,
): MenuItem[] {
  const open = conversation?.ticket !== undefined;
  const items: (MenuItem | false)[] = [
    open &&
      conversation.agentId === undefined && {
        label: m.claim(),
        icon: icons.userRoundCheck,
        run: actions.claim,
      },
    { label: m.template_send_title(), icon: icons.layoutTemplate, run: actions.sendTemplate },
    { label: m.assign_agent(), icon: icons.userRound, run: actions.assignAgent },
    { label: m.assign_department(), icon: icons.building, run: actions.assignDepartment },
    { label: m.search_label(), icon: icons.search, run: actions.search },
    { label: m.mark_unread(), icon: icons.mailOpen, run: actions.markUnread },
    { label: m.contact_details(), icon: icons.contactRound, run: actions.contact },
    open && { label: m.close_ticket(), icon: icons.check, run: actions.closeTicket, danger: true },
  ];
  return items.filter((item) => item !== false);
}
