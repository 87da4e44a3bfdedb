/** The face of the desk: each thing that a screen watches or does, and the part that it belongs to. */

import * as serving from '../net/documents/serving';
import { endSession, sessions } from '../net/documents/session';
import type { Desk } from './desk';
import { deviceLabel } from './device-label';
import { Life, type Parts } from './life';
import { outcomeOf } from './outcome';
import type { Templates } from './templates/templates';
import { sessionFrom } from './translation';

/** What is done now and then is not part of the first load. */
const holding = () => import('../net/documents/holding');
const finding = () => import('./finding');
/** Fetched when the library is opened. */
const library = () => import('./library');

export function deskOnDevice(parts: Parts): Desk {
  const { request } = parts.surroundings;
  const life = new Life(parts);
  let templates: Templates | undefined;
  let customFields: ReturnType<Desk['customFields']> | undefined;
  const { session, inbox, threads, drafts, commands, courier, preferences, live, push } = life;
  return {
    session: session.state,
    signIn: (email, password) =>
      session.signIn(email, password, deviceLabel(globalThis.navigator?.userAgent ?? '')),
    signOut: () => life.signOut(),
    unsent: courier.unsent,

    connection: live.state,
    directory: life.directory.current,

    inbox: (list) => inbox.view(list),
    loadMore: (list) => inbox.loadMore(list),
    conversation: (id) => threads.view(id),
    loadOlder: (id) => threads.older(id),
    badge: inbox.badge,
    typingIn: (id) => life.typing.in(id),

    draft: (id) => drafts.of(id),
    saveDraft: (id, text) => drafts.save(id, text),
    drafts: drafts.all,

    send: (conversationId, what, options = {}) => life.send(conversationId, what, options),
    uploads: life.uploads.progress,
    retry: (message) => commands.retry(message),
    discard: (message) => commands.discard(message),
    updateHeldReply: async ({ id: heldReplyId }, patch) =>
      commands.onConversation((await holding()).updateHeldReply, { heldReplyId, ...patch }),
    cancelHeldReply: async ({ id: heldReplyId }) =>
      commands.onConversation((await holding()).cancelHeldReply, { heldReplyId }),
    sendHeldReply: async ({ id: heldReplyId }) =>
      commands.onConversation((await holding()).sendHeldReply, { heldReplyId }),
    search: async (conversationId, text) =>
      (await finding()).search(parts.surroundings, conversationId, text),
    reach: (place) => threads.reach(place),
    details: async (message) => (await finding()).details(parts.surroundings, message),
    markRead: (conversationId, upTo) => commands.markRead(conversationId, upTo),
    markUnread: (conversationId) => commands.markUnread(conversationId),
    typing: (conversationId) => live.presence.typing(conversationId),

    claim: (conversationId) => commands.onConversation(serving.claimConversation, { conversationId }),
    assignToAgent: (conversationId, agentId) =>
      commands.onConversation(serving.assignToAgent, { conversationId, agentId }),
    assignToDepartment: (conversationId, departmentId) =>
      commands.onConversation(serving.assignToDepartment, { conversationId, departmentId }),
    closeTicket: (conversationId) => commands.onConversation(serving.closeTicket, { conversationId }),
    renameContact: (contactId, name) => commands.renameContact(contactId, name),

    templates: async () =>
      (templates ??= new (await import('./templates/templates')).Templates(
        parts.surroundings,
        parts.bringing,
      )),
    reactionWishes: life.reactionWishes.current,
    expressions: () => life.expressions(),
    customFields: () =>
      (customFields ??= import('./custom-fields').then(
        (code) => new code.CustomFields(parts.surroundings, parts.bringing),
      )),
    library: {
      items: async () => (await library()).libraryItems(parts.surroundings),
      add: async (file, name) =>
        (await library()).addToLibrary(parts.surroundings, parts.bringing, file, name),
      remove: async (id) => (await library()).removeFromLibrary(parts.surroundings, id),
    },

    sessions: async () => (await request(sessions, {})).sessions.map(sessionFrom),
    endSession: (sessionId) =>
      outcomeOf(async () => (await request(endSession, { input: { sessionId } })).endSession.error),
    preferences: preferences.current,
    savePreferences: (patch) => life.savePreferences(patch),

    push: {
      state: push.state,
      enable: () => push.enable(),
      disable: async () => {
        await push.disable();
        return { ok: true };
      },
      test: () => push.test(),
    },

    presence: (visible, conversationId) => life.presence(visible, conversationId),
    openRequests: life.openRequests.current,
    consumeOpenRequest: () => life.openRequests.consume(),
    close: () => life.close(),
  };
}
