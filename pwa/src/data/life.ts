/** The parts of the desk on this page, who tells whom, and how they live and end with a session. No rule of its own. */

import type { BringFile } from '../net/upload';
import { closeNotifications, showBadge } from '../push/notices';
import type { PushPlatform } from '../push/platform';
import { PushKeeper } from '../push/subscription';
import { Commands } from './commands';
import { Courier } from './courier';
import type { Outcome, SendOptions } from './desk';
import { DirectoryView } from './directory-view';
import { Drafts } from './drafts';
import type { Expressions } from './expressions';
import { Live } from './live';
import { Loader } from './loading';
import { OpenRequests } from './open-requests';
import type { Outgoing } from './outgoing';
import { PageEvents } from './page-events';
import { PreferenceKeeper } from './preferences';
import { ReactionWishes } from './reaction-wishes';
import type { Id, MessageRecord, Preferences, ViewerRecord } from './records';
import { Session } from './session';
import type { Surroundings } from './surroundings';
import type { Change, Notice } from './tabs';
import { Uploads } from './uploads/uploads';
import { InboxViews } from './views/inbox';
import { ThreadViews } from './views/threads';
import { Typing } from './views/typing';
import { Warming } from './warming';

export interface Parts {
  surroundings: Surroundings;
  liveUrl: string;
  platform: PushPlatform;
  webSocketImpl?: unknown;
  /** Brings files to the server; fetched with the first one. */
  bringing: () => Promise<BringFile>;
}

export class Life {
  readonly #surroundings: Surroundings;
  readonly #platform: PushPlatform;
  readonly session: Session;
  readonly inbox: InboxViews;
  readonly threads: ThreadViews;
  readonly directory: DirectoryView;
  readonly typing: Typing;
  readonly drafts: Drafts;
  readonly preferences: PreferenceKeeper;
  readonly reactionWishes: ReactionWishes;
  readonly uploads: Uploads;
  readonly courier: Courier;
  readonly commands: Commands;
  readonly live: Live;
  readonly push: PushKeeper;
  readonly openRequests: OpenRequests;
  readonly #page: PageEvents;
  #expressions: Promise<Expressions> | undefined;
  /** Whose session the parts are running for. */
  #personId: Id | undefined;
  /** Settled when nothing of the last person can arrive any more. */
  #left: Promise<void> = Promise.resolve();

  constructor({ surroundings, liveUrl, platform, webSocketImpl, bringing }: Parts) {
    this.#surroundings = surroundings;
    this.#platform = platform;
    const loader = new Loader(surroundings);
    this.session = new Session(surroundings);
    this.inbox = new InboxViews(surroundings, loader);
    this.threads = new ThreadViews(surroundings, loader);
    this.directory = new DirectoryView(surroundings);
    this.typing = new Typing(
      () => this.directory.current.value,
      () => this.#personId,
    );
    this.drafts = new Drafts(surroundings);
    this.preferences = new PreferenceKeeper(surroundings);
    this.reactionWishes = new ReactionWishes(surroundings);
    const ended = () => void this.session.ended();
    this.uploads = new Uploads(surroundings, bringing, ended);
    this.courier = new Courier(surroundings, this.uploads, ended);
    this.commands = new Commands(surroundings, () => this.#personId);
    this.openRequests = new OpenRequests(surroundings);
    const warming = new Warming(
      surroundings,
      loader,
      this.inbox,
      () => this.live.state.value === 'live' && this.live.presence.visible,
    );
    this.live = new Live({
      surroundings,
      loader,
      url: liveUrl,
      webSocketImpl,
      deviceId: () => this.session.deviceId(),
      arrived: (messages) => this.#arrived(messages),
      connected: () => {
        void this.courier.connected();
        this.#tellWhatWaits();
        this.commands.connected();
        this.threads.connected();
        void warming.run();
      },
      // Asked again over HTTP before anything is wiped: a proxy that drops cookies from sockets must not cost records.
      sessionEnded: () => this.session.confirm().catch(() => undefined),
    });
    this.push = new PushKeeper({
      surroundings,
      platform,
      viewer: () => this.session.viewer,
      deviceId: () => this.session.deviceId(),
    });
    this.inbox.badge.subscribe((count) => void showBadge(count));
    this.#page = new PageEvents({
      returned: () => {
        this.live.nudge();
        void this.courier.connected();
        this.#tellWhatWaits();
        if (this.session.state.value.kind === 'signedOut') void this.session.discover();
      },
      openRequested: (conversationId) => this.openRequests.ask(conversationId),
      resubscribed: () => void this.push.keep(),
      isShowing: (conversationId) => this.live.presence.shows(conversationId),
    });
    surroundings.tabs.hear((notice) => this.#heard(notice));
    this.live.presence.report(this.#page.visible, undefined);
    this.session.state.subscribe((state) => {
      if (state.kind !== 'unknown') this.#follow(state.kind === 'signedIn' ? state.viewer : undefined);
    });
    void this.session.start();
    void this.openRequests.look();
  }

  /** Settles when the message is on disk, and on the screen. */
  async send(conversationId: Id, what: string | Outgoing, options: SendOptions): Promise<void> {
    await this.commands.send(conversationId, what, options);
    await Promise.all([this.threads.changed({ outbox: true }), this.courier.changed()]);
  }

  /** In force at once; settles when the server has answered, or cannot be reached. */
  async savePreferences(patch: Partial<Preferences>): Promise<Outcome> {
    await this.preferences.choose(patch);
    await this.session.refresh();
    const outcome = await this.preferences.tell();
    await this.session.refresh();
    return outcome;
  }

  expressions(): Promise<Expressions> {
    this.#expressions ??= import('./expressions').then(
      (code) => new code.Expressions(this.#surroundings, this.commands),
      (cause: unknown) => {
        // With a network its code comes the next time.
        this.#expressions = undefined;
        throw cause;
      },
    );
    return this.#expressions;
  }

  async signOut(): Promise<void> {
    await this.session.signOut();
    await this.#left;
  }

  presence(visible: boolean, conversationId?: Id): void {
    const appeared = visible && !this.live.presence.visible;
    this.live.show(visible, conversationId);
    if (!visible) void this.inbox.flush();
    if (!appeared) return;
    void this.openRequests.look();
    void this.push.visible();
    void this.#closeReadNotifications();
  }

  async close(): Promise<void> {
    this.#page.close();
    this.#stop();
    this.#surroundings.tabs.close();
    await this.#surroundings.database.close();
  }

  /** The parts run for one person at a time. */
  #follow(viewer: ViewerRecord | undefined): void {
    if (viewer) this.preferences.show(viewer.preferences);
    if (viewer?.person.id === this.#personId) {
      if (viewer) this.inbox.viewerChanged(viewer.person);
      return;
    }
    if (this.#personId) {
      this.#stop();
      this.#left = this.push.leave();
    }
    if (viewer) this.#run(viewer);
  }

  /** What was chosen without a network, besides messages. Should the store fail, it is still there the next time. */
  #tellWhatWaits(): void {
    this.preferences.tell().catch(() => undefined);
    if (this.reactionWishes.current.value.length === 0) return;
    this.expressions()
      .then(({ reactions }) => reactions.deliver())
      .catch(() => undefined);
  }

  #run({ person }: ViewerRecord): void {
    this.#personId = person.id;
    void this.inbox.start(person);
    void this.directory.refresh();
    void this.drafts.start(person.id);
    this.courier.start(person.id);
    void this.reactionWishes.start(person.id).then(() => this.#tellWhatWaits());
    this.live.start();
    void this.#left.then(() => this.push.keep());
  }

  #stop(): void {
    this.#personId = undefined;
    this.live.stop();
    this.courier.stop();
    this.uploads.stop();
    this.commands.forget();
    this.inbox.stop();
    this.threads.forget();
    this.directory.forget();
    this.drafts.stop();
    this.reactionWishes.stop();
  }

  #heard(notice: Notice): void {
    if (notice.kind === 'typing') this.typing.heard(notice);
    else if (notice.kind === 'change') this.#changed(notice.change);
  }

  #changed(change: Change): void {
    if (change.viewer) void this.session.refresh();
    if (change.reactions) void this.reactionWishes.changed();
    void this.inbox.changed(change);
    void this.threads.changed(change);
    if (change.outbox) {
      void this.uploads.changed();
      void this.courier.changed();
    }
    if (change.drafts) void this.drafts.changed();
    if (change.directory) void this.directory.refresh();
    if (change.intents) void this.openRequests.look();
  }

  #arrived(messages: readonly MessageRecord[]): void {
    for (const { conversationId, authorId } of messages) {
      if (authorId) this.typing.over(conversationId, authorId);
    }
  }

  async #closeReadNotifications(): Promise<void> {
    const unread = await this.inbox.unread();
    const { support, permission, registration } = this.#platform;
    if (support() !== 'supported' || permission() !== 'granted') return;
    await closeNotifications(
      await registration(),
      ({ conversationId }) => conversationId !== undefined && !unread.has(conversationId),
    );
  }
}
