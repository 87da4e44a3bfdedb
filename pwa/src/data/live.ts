/**
 * The line of this tab, if it is the one that has it: opens it while the person looks, keeps it for a moment after they
 * look away, resumes it from the stored cursor.
 */

import type * as wire from '../net/wire';
import * as documents from '../net/documents/reading';
import { Line } from '../net/live';
import { Presence } from '../push/presence';
import type { ConnectionState } from './desk';
import { eventFrom } from './events';
import { LineHolder } from './line-holder';
import type { Loader } from './loading';
import { readMeta, writeMeta } from './meta';
import { Source, type Observable } from './observable';
import type { Cursor, Id, MessageRecord } from './records';
import type { Surroundings } from './surroundings';
import { Sync } from './sync';

/** Long enough to glance at another app without reconnecting, short enough not to be frozen with an open socket. */
const hiddenGrace = 20_000;
/** A reconnect that takes no longer is nobody's business. */
const offlineAfter = 4_000;
const recovery = 5_000;

export interface LiveOptions {
  surroundings: Surroundings;
  loader: Loader;
  url: string;
  deviceId: () => Promise<Id>;
  arrived: (messages: readonly MessageRecord[]) => void;
  connected: () => void;
  /** The server says over the line that the session is over. Settles when that has been looked into. */
  sessionEnded: () => Promise<void>;
  webSocketImpl?: unknown;
}

export class Live {
  readonly presence: Presence;
  readonly #options: LiveOptions;
  readonly #state = new Source<ConnectionState>('connecting');
  readonly #line: Line<{ events: wire.Event }, { after: Cursor | null }>;
  readonly #holder: LineHolder;
  readonly #sync: Sync;
  readonly #token: Id;
  #started = false;
  #hideTimer: ReturnType<typeof setTimeout> | undefined;
  #offlineTimer: ReturnType<typeof setTimeout> | undefined;
  #recoveryTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: LiveOptions) {
    this.#options = options;
    const { surroundings } = options;
    const token = surroundings.uuid();
    this.#token = token;
    this.#line = new Line({
      url: options.url,
      operation: documents.events,
      introduction: async () => ({ deviceId: await options.deviceId() }),
      resume: () => this.#resume(),
      received: ({ events }) => this.#sync.receive(eventFrom(events)),
      refused: async ({ code }) => {
        this.#sync.reset();
        if (code === 'CURSOR_EXPIRED') await this.#startOver();
      },
      sessionEnded: () => void options.sessionEnded().finally(() => this.#recover()),
      changed: (up) => this.#lineChanged(up),
      random: surroundings.random,
      webSocketImpl: options.webSocketImpl,
    });
    this.presence = new Presence(
      (operation, variables) => this.#line.perform(operation, variables),
      surroundings.now,
    );
    this.#sync = new Sync({
      surroundings,
      token,
      arrived: (messages) => {
        this.presence.acknowledge(messages.map(({ id }) => id));
        options.arrived(messages);
      },
      reload: (what) => {
        if (what === 'directory') void this.#loadStaleDirectory();
        else this.#reopen();
      },
      failed: () => this.#recover(),
    });
    this.#holder = new LineHolder({
      surroundings,
      token,
      taken: () => this.#line.open(),
      lost: () => {
        this.#line.close();
        this.#sync.reset();
      },
    });
    surroundings.tabs.hear((notice) => {
      if (notice.kind === 'connection' && !this.#holder.held) this.#became(notice.state);
    });
  }

  get state(): Observable<ConnectionState> {
    return this.#state;
  }

  start(): void {
    this.#started = true;
    this.#expectLine();
    if (this.presence.visible) this.#holder.want();
  }

  stop(): void {
    this.#started = false;
    clearTimeout(this.#hideTimer);
    clearTimeout(this.#offlineTimer);
    clearTimeout(this.#recoveryTimer);
    this.#holder.release();
  }

  show(visible: boolean, conversationId: Id | undefined): void {
    const appeared = visible && !this.presence.visible;
    this.presence.report(visible, conversationId);
    clearTimeout(this.#hideTimer);
    if (!visible) {
      this.#hideTimer = setTimeout(() => this.#holder.release(), hiddenGrace);
    } else if (this.#started) {
      this.#holder.want();
      // Not at every route: between two pings a healthy line is silent for longer than a nudge allows.
      if (appeared) this.nudge();
    }
  }

  /** The person or the network may be back. */
  nudge(): void {
    if (this.#holder.held) this.#line.nudge();
  }

  async #resume(): Promise<{ after: Cursor | null }> {
    const { surroundings, loader } = this.#options;
    const stored = async () => readMeta(await surroundings.database.read(['meta']), 'cursor');
    // What was received and not applied is received again.
    this.#sync.reset();
    let cursor = await stored();
    if (cursor === undefined) {
      await loader.everything(this.#token);
      cursor = await stored();
    }
    return { after: cursor ?? null };
  }

  #lineChanged(up: boolean): void {
    if (!up) {
      this.#expectLine();
      return;
    }
    clearTimeout(this.#offlineTimer);
    this.#say('live');
    this.presence.repeat();
    void this.#loadStaleDirectory();
    this.#options.connected();
  }

  async #loadStaleDirectory(): Promise<void> {
    const { surroundings, loader } = this.#options;
    const reading = await surroundings.database.read(['meta', 'directory']);
    const [stale, directory] = await Promise.all([
      readMeta(reading, 'directoryStale'),
      reading.objectStore('directory').get('all'),
    ]);
    // Without an answer the mark stays, and the next connection tries again. What an older version of the app has
    // kept lacks a part.
    if (stale || (directory && !directory.fields)) await loader.directory().catch(() => undefined);
  }

  /** The journal no longer reaches back to where we are: the next attempt loads everything. */
  async #startOver(): Promise<void> {
    const transaction = await this.#options.surroundings.database.write(['meta']);
    if ((await readMeta(transaction, 'holder')) === this.#token) {
      await writeMeta(transaction, 'cursor', undefined);
    }
    await transaction.done;
  }

  #reopen(): void {
    this.#line.close();
    if (this.#holder.held) this.#line.open();
  }

  #expectLine(): void {
    if (!this.#started) return;
    clearTimeout(this.#offlineTimer);
    this.#say('connecting');
    this.#offlineTimer = setTimeout(() => {
      if (this.#holder.held) this.#say('offline');
    }, offlineAfter);
  }

  /** The store failed, another tab fenced this one off, or the session lives on: begin again from what is stored. */
  #recover(): void {
    this.#holder.release();
    clearTimeout(this.#recoveryTimer);
    if (!this.#started) return;
    this.#recoveryTimer = setTimeout(() => {
      if (this.#started && this.presence.visible) this.#holder.want();
    }, recovery);
  }

  #say(state: ConnectionState): void {
    this.#became(state);
    if (this.#holder.held) this.#options.surroundings.tabs.tellOthers({ kind: 'connection', state });
  }

  #became(state: ConnectionState): void {
    this.#state.set(state);
  }
}
