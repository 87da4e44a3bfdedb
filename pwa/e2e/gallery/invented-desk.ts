/** A desk without server and store: shows invented data and answers every command. */

import type {
  ConnectionState,
  ConversationView,
  Desk,
  Id,
  InboxView,
  ListName,
  Locale,
  MessageRecord,
  Outcome,
  Outgoing,
  Preferences,
  PushState,
  SessionState,
  Theme,
} from '../../src/data';
import { Source } from '../../src/data/observable';
import { wordsOf } from '../../src/data/outgoing';
import { conversations, directory, me, message, outbound } from './invented-content';
import { everyKind, longThread } from './invented-thread';

export type Scene =
  'usual' | 'login' | 'ended' | 'empty' | 'first' | 'offline' | 'connecting' | 'ios' | 'ask' | 'push-on';

export class InventedDesk implements Desk {
  readonly session: Source<SessionState>;
  readonly unsent = new Source(0);
  readonly uploads = new Source<ReadonlyMap<Id, number>>(new Map());
  readonly connection: Source<ConnectionState>;
  readonly directory = new Source(directory);
  readonly badge = new Source(3);
  readonly drafts = new Source<ReadonlyMap<Id, string>>(
    new Map([['c2', 'Olá Padaria, tudo bem? Sobre o orçamento']]),
  );
  readonly preferences: Source<Preferences>;
  readonly openRequests = new Source<Id | undefined>(undefined);
  readonly push;
  readonly #lists = new Map<ListName, Source<InboxView>>();
  readonly #threads = new Map<Id, Source<ConversationView>>();
  readonly #scene: Scene;

  templates() {
    return Promise.reject(new Error('the gallery has no templates'));
  }

  constructor({ scene, locale, theme }: { scene: Scene; locale: Locale; theme: Theme }) {
    this.#scene = scene;
    this.preferences = new Source<Preferences>({ locale, theme, notifications: true, sound: true });
    this.session = new Source<SessionState>(this.#sessionFor(scene));
    this.connection = new Source<ConnectionState>(
      scene === 'offline' ? 'offline' : scene === 'connecting' ? 'connecting' : 'live',
    );
    if (scene === 'offline') this.unsent.set(2);
    const kinds: Partial<Record<Scene, PushState>> = {
      ios: { kind: 'unsupported', installFirst: true },
      'push-on': { kind: 'on' },
    };
    const state = new Source<PushState>(kinds[scene] ?? { kind: 'ask' });
    this.push = {
      state,
      enable: () => done(() => state.set({ kind: 'on' })),
      disable: () => done(() => state.set({ kind: 'off' })),
      test: () => done(),
    };
  }

  #sessionFor(scene: Scene): SessionState {
    if (scene === 'login') return { kind: 'signedOut', reason: 'nobody' };
    if (scene === 'ended') return { kind: 'signedOut', reason: 'ended', email: me.email };
    return { kind: 'signedIn', viewer: { person: me, preferences: this.preferences.value } };
  }

  signIn(_email: string, password: string): Promise<Outcome> {
    if (password !== 'certa') return Promise.resolve({ ok: false, code: 'INVALID_CREDENTIALS', message: '' });
    return done(() => this.session.set(this.#sessionFor('usual')));
  }

  async signOut(): Promise<void> {
    this.session.set({ kind: 'signedOut', reason: 'left' });
  }

  inbox(list: ListName): Source<InboxView> {
    let view = this.#lists.get(list);
    if (!view) {
      const rows = ['empty', 'first'].includes(this.#scene)
        ? []
        : conversations(1000).filter(({ agentId, ticket }) => {
            if (list === 'MINE') return agentId === 'ana';
            if (list === 'IN_SERVICE') return agentId !== undefined;
            return list === 'ALL' || (ticket !== undefined && agentId === undefined);
          });
      view = new Source<InboxView>({
        rows,
        complete: this.#scene !== 'first',
        loading: this.#scene === 'first',
      });
      this.#lists.set(list, view);
    }
    return view;
  }

  async loadMore(): Promise<void> {}

  conversation(id: Id): Source<ConversationView> {
    let view = this.#threads.get(id);
    if (!view) {
      const conversation = conversations(1000).find((candidate) => candidate.id === id);
      const messages = id === 'c1' ? longThread(id, 600) : id === 'c0' ? everyKind(id) : longThread(id, 12);
      const unread = id === 'c0' ? messages.at(-3)?.id : undefined;
      view = new Source<ConversationView>(
        conversation
          ? {
              conversation,
              messages,
              hasOlder: false,
              loading: false,
              missing: false,
              ...(unread ? { firstUnreadId: unread } : {}),
            }
          : { messages: [], hasOlder: false, loading: false, missing: true },
      );
      this.#threads.set(id, view);
    }
    return view;
  }

  async loadOlder(): Promise<void> {}

  typingIn(id: Id) {
    return new Source(id === 'c3' ? [...directory.people.values()].slice(1, 2) : []);
  }

  async draft(id: Id): Promise<string> {
    return this.drafts.value.get(id) ?? '';
  }

  saveDraft(id: Id, text: string): void {
    const drafts = new Map(this.drafts.value);
    if (text) drafts.set(id, text);
    else drafts.delete(id);
    this.drafts.set(drafts);
  }

  readonly library = {
    items: () => Promise.resolve([]),
    add: () => Promise.resolve<Outcome>({ ok: true }),
    remove: () => Promise.resolve<Outcome>({ ok: true }),
  };

  async send(
    conversationId: Id,
    what: string | Outgoing,
    options: { internal?: boolean } = {},
  ): Promise<void> {
    const text = wordsOf(what);
    const key = crypto.randomUUID();
    const fate: Partial<MessageRecord> = options.internal
      ? { direction: 'INTERNAL', origin: 'DESK', authorId: 'ana' }
      : { ...outbound('ana', 'QUEUED'), local: { state: 'sending', createdAt: Date.now() } };
    this.add(message(conversationId, 0, text, { ...fate, id: key, clientKey: key, sentAt: Date.now() }));
  }

  /** For pictures and trials: a message arrives. */
  receive(conversationId: Id, text: string): void {
    this.add(message(conversationId, 0, text, { sentAt: Date.now() }));
  }

  add(added: MessageRecord): void {
    const view = this.conversation(added.conversationId);
    view.set({ ...view.value, messages: [...view.value.messages, added] });
    for (const list of this.#lists.values()) {
      const rows = list.value.rows.map((row) =>
        row.id === added.conversationId
          ? {
              ...row,
              lastMessage: added,
              lastActivityAt: added.sentAt,
              unreadCount: row.unreadCount + (added.direction === 'INBOUND' ? 1 : 0),
            }
          : row,
      );
      list.set({ ...list.value, rows: rows.toSorted((a, b) => b.lastActivityAt - a.lastActivityAt) });
    }
  }

  reactionWishes = new Source([]);
  expressions = () => Promise.reject(new Error('not in pictures'));
  customFields = () => Promise.reject(new Error('not in pictures'));
  updateHeldReply = () => done();
  cancelHeldReply = () => done();
  sendHeldReply = () => done();
  reach = () => Promise.resolve(true);
  details = () => Promise.resolve(undefined);
  search(id: Id, text: string) {
    const { messages } = this.conversation(id).value;
    const hits = messages.filter((message) => message.text?.toLowerCase().includes(text.toLowerCase()));
    return Promise.resolve({ hits: hits.toReversed(), total: hits.length, partial: false });
  }

  retry = () => done();
  discard = () => done();
  markRead = () => done();
  markUnread = () => done();
  typing = () => undefined;
  claim = (): Promise<Outcome> =>
    Promise.resolve({
      ok: false,
      code: 'ALREADY_CLAIMED',
      message: '',
      person: { id: 'bruno', name: 'Bruno Tavares' },
    });
  assignToAgent = () => done();
  assignToDepartment = () => done();
  closeTicket = () => done();
  renameContact = () => done();
  endSession = () => done();
  presence = () => undefined;
  consumeOpenRequest = () => Promise.resolve(this.openRequests.set(undefined));
  close = () => Promise.resolve();

  async sessions() {
    const base = { createdAt: Date.now() - 864e5, push: { subscribed: true } };
    return [
      { ...base, id: 's1', label: 'Chrome em Android', lastSeenAt: Date.now(), current: true },
      {
        ...base,
        id: 's2',
        label: 'Safari em iPhone',
        lastSeenAt: Date.now() - 3e8,
        current: false,
        push: { subscribed: true, lastFailure: '403 BadJwtToken' },
      },
      {
        ...base,
        id: 's3',
        label: 'Firefox em Windows',
        lastSeenAt: Date.now() - 9e7,
        current: false,
        push: { subscribed: false },
      },
    ];
  }

  savePreferences(patch: Partial<Preferences>): Promise<Outcome> {
    return done(() => this.preferences.set({ ...this.preferences.value, ...patch }));
  }
}

async function done(change: () => void = () => undefined): Promise<Outcome> {
  change();
  return { ok: true };
}
