/** What the screen of one conversation shows, and what the agent can do there. */

import type {
  ConversationView,
  Desk,
  Directory,
  Found,
  HeldReplyRecord,
  Id,
  LibraryItem,
  MessageDetails,
  MessagePlace,
  MessageRecord,
  Outgoing,
  OutgoingFile,
  OutgoingTemplate,
  PendingUpload,
  PersonRecord,
  SessionState,
} from '../data';
import { m } from '../i18n/rooms';
import { longestCaption } from '../rules/caption';
import { isInternalCommand, withoutInternalCommand } from '../rules/internal-command';
import { fillPlaceholders, type PlaceholderProblem } from '../rules/placeholders';
import { windowOpen } from '../rules/service-window';
import { ConversationFacts, type ContactPicture } from './conversation-facts';
import { live, type Live } from './live';
import { report } from './outcome';
import { Reacting } from './reacting.svelte';

/** A file as this device has made it ready for WhatsApp. */
export interface FileToSend {
  kind: 'image' | 'video' | 'audio' | 'document' | 'sticker';
  file: Blob;
  type: string;
  name: string;
  /** Of a picture, in pixels. */
  width?: number;
  height?: number;
}

/** Why free-form messages cannot leave, in the order in which the agent should hear it. */
export type Closed = 'expired' | 'never';

export class ConversationState {
  readonly id: Id;
  readonly #desk: Desk;
  readonly #view: Live<ConversationView>;
  readonly #typing: Live<readonly PersonRecord[]>;
  readonly #directory: Live<Directory>;
  readonly #session: Live<SessionState>;
  readonly reacting: Reacting;

  constructor(desk: Desk, id: Id) {
    this.id = id;
    this.#desk = desk;
    this.#view = live(desk.conversation(id));
    this.#typing = live(desk.typingIn(id));
    this.#directory = live(desk.directory);
    this.#session = live(desk.session);
    this.reacting = new Reacting(desk);
  }

  get view(): ConversationView {
    return this.#view.current;
  }

  get directory(): Directory {
    return this.#directory.current;
  }

  get viewerId(): Id | undefined {
    const session = this.#session.current;
    return session.kind === 'signedIn' ? session.viewer.person.id : undefined;
  }

  get viewerRole(): PersonRecord['role'] | undefined {
    const session = this.#session.current;
    return session.kind === 'signedIn' ? session.viewer.person.role : undefined;
  }

  get contactName(): string {
    return this.view.conversation?.contact.name ?? '';
  }

  get agentName(): string | undefined {
    const conversation = this.view.conversation;
    if (conversation?.agentId === undefined) return undefined;
    return this.directory.people.get(conversation.agentId)?.name ?? conversation.agentName;
  }

  get departmentName(): string | undefined {
    const conversation = this.view.conversation;
    if (conversation?.departmentId === undefined) return undefined;
    return this.directory.departments.get(conversation.departmentId)?.name ?? conversation.departmentName;
  }

  /** Set while the company's number cannot send: messages wait in the server's queue. */
  get pausedChannel(): string | undefined {
    const channel = this.view.conversation && this.directory.channels.get(this.view.conversation.channelId);
    return channel?.paused ? channel.name : undefined;
  }

  /** Z-29: from which of the company's numbers a reply leaves, when it has several. */
  get channelName(): string | undefined {
    const { channels } = this.directory;
    const conversation = this.view.conversation;
    return channels.size > 1 && conversation ? channels.get(conversation.channelId)?.name : undefined;
  }

  closed(now: number): Closed | undefined {
    const conversation = this.view.conversation;
    if (!conversation || windowOpen(conversation.windowExpiresAt, now)) return undefined;
    return conversation.windowExpiresAt === undefined ? 'never' : 'expired';
  }

  get typingNotice(): string | undefined {
    const [first, second, third] = this.#typing.current;
    if (!first) return undefined;
    if (!second) return m.typing_one({ name: first.name });
    return third ? m.typing_many() : m.typing_two({ first: first.name, second: second.name });
  }

  loadOlder(): Promise<void> {
    return this.#desk.loadOlder(this.id);
  }

  draft(): Promise<string> {
    return this.#desk.draft(this.id);
  }

  saveDraft(text: string): void {
    this.#desk.saveDraft(this.id, text);
  }

  typing(): void {
    this.#desk.typing(this.id);
  }

  /** What placeholders stand for in this conversation. */
  get facts(): ConversationFacts {
    const session = this.#session.current;
    return new ConversationFacts({
      conversation: this.view.conversation,
      directory: this.directory,
      agent: session.kind === 'signedIn' ? session.viewer.person.name : undefined,
      department: this.departmentName,
    });
  }

  /** Why a text cannot go to a customer as it is. A held one waits as a text: it takes no pictures along. */
  placeholderProblem(text: string, hold: boolean): PlaceholderProblem | undefined {
    const { facts } = this;
    return fillPlaceholders(hold ? text : facts.withoutPictures(text).words, facts).problem;
  }

  /** Resolves once the message is durable on this device. */
  async send(
    written: string,
    { replyTo, ...options }: { replyTo?: Id | undefined; internal: boolean; hold?: boolean },
  ): Promise<void> {
    const internal = options.internal || isInternalCommand(written);
    const hold = options.hold === true && !internal;
    const { facts } = this;
    const bare = withoutInternalCommand(written).trim();
    const { words, pictures } =
      internal || hold ? { words: bare, pictures: [] } : facts.withoutPictures(bare);
    const text = internal ? words : fillPlaceholders(words, facts).text;
    const quoting = replyTo === undefined ? {} : { replyTo };
    const below = pictures.length > 0 && text.length <= longestCaption;
    if (text !== '' && !below) {
      await this.#desk.send(this.id, text, { internal, ...(hold ? { hold } : {}), ...quoting });
    }
    for (const [index, picture] of pictures.entries()) {
      const first = index === 0 && below;
      await this.#desk.send(this.id, pictureToSend(picture, first ? text : ''), first ? quoting : {});
    }
  }

  async updateHeld(
    reply: HeldReplyRecord,
    patch: { text?: string; sendsItself?: boolean },
  ): Promise<boolean> {
    return report(await this.#desk.updateHeldReply(reply, patch));
  }

  async cancelHeld(reply: HeldReplyRecord): Promise<boolean> {
    return report(await this.#desk.cancelHeldReply(reply), m.held_cancelled());
  }

  async sendHeld(reply: HeldReplyRecord): Promise<boolean> {
    return report(await this.#desk.sendHeldReply(reply));
  }

  search(text: string): Promise<Found> {
    return this.#desk.search(this.id, text);
  }

  reach(place: MessagePlace): Promise<boolean> {
    return this.#desk.reach(place);
  }

  details(message: MessageRecord): Promise<MessageDetails | undefined> {
    return this.#desk.details(message);
  }

  /** Resolves once the message is durable on this device. */
  async sendTemplate(template: OutgoingTemplate, upload?: PendingUpload): Promise<void> {
    await this.#desk.send(this.id, template, upload ? { upload } : {});
  }

  /** A place, contact cards, buttons or a list; resolves once it is durable on this device. */
  async sendShown(what: Outgoing, replyTo: Id | undefined): Promise<void> {
    await this.#desk.send(this.id, what, replyTo === undefined ? {} : { replyTo });
  }

  /** Resolves once the file is durable on this device; it goes ahead from there, and its message follows. */
  async sendFile(
    { kind, file, type, name, width, height }: FileToSend,
    { caption, replyTo }: { caption: string; replyTo: Id | undefined },
  ): Promise<void> {
    const words = caption.trim();
    const content: OutgoingFile = {
      kind: 'file',
      media: kind.toUpperCase() as OutgoingFile['media'],
      mimeType: type,
      fileName: name,
      ...(words === '' ? {} : { caption: words }),
      ...(width === undefined || height === undefined ? {} : { width, height }),
    };
    await this.#desk.send(this.id, content, {
      upload: { kind, file, fileName: name },
      ...(replyTo === undefined ? {} : { replyTo }),
    });
  }

  async sendLibraryItem(item: LibraryItem, replyTo: Id | undefined): Promise<void> {
    const { id, kind, mimeType, url, fileName, width, height } = item;
    const content: OutgoingFile = {
      kind: 'file',
      media: kind,
      mimeType,
      libraryItemId: id,
      url,
      ...(fileName === undefined ? {} : { fileName }),
      ...(width === undefined || height === undefined ? {} : { width, height }),
    };
    await this.#desk.send(this.id, content, replyTo === undefined ? {} : { replyTo });
  }

  async retry(message: MessageRecord): Promise<void> {
    report(await this.#desk.retry(message));
  }

  async discard(message: MessageRecord): Promise<void> {
    report(await this.#desk.discard(message));
  }

  /** Silent: a mark that does not get through is made again at the next sight. */
  async markRead(upTo: Id): Promise<void> {
    await this.#desk.markRead(this.id, upTo);
  }

  async markUnread(): Promise<boolean> {
    return report(await this.#desk.markUnread(this.id), m.done_unread());
  }

  async claim(): Promise<void> {
    report(await this.#desk.claim(this.id), m.done_claimed());
  }

  async assignToAgent(agent: PersonRecord): Promise<boolean> {
    return report(await this.#desk.assignToAgent(this.id, agent.id), m.done_assigned({ name: agent.name }));
  }

  async assignToDepartment(department: { id: Id; name: string }): Promise<boolean> {
    const outcome = await this.#desk.assignToDepartment(this.id, department.id);
    return report(outcome, m.done_assigned({ name: department.name }));
  }

  async closeTicket(): Promise<boolean> {
    return report(await this.#desk.closeTicket(this.id), m.done_closed());
  }

  async rename(name: string): Promise<boolean> {
    const contact = this.view.conversation?.contact;
    return (
      contact !== undefined &&
      report(await this.#desk.renameContact(contact.id, name), m.contact_name_saved())
    );
  }
}

/** A picture of the contact's, which the server has already. */
function pictureToSend({ id, picture }: ContactPicture, caption: string): OutgoingFile {
  const { mimeType, url, width, height } = picture;
  return {
    kind: 'file',
    media: 'IMAGE',
    mimeType,
    contactValueId: id,
    url,
    ...(caption === '' ? {} : { caption }),
    ...(width === undefined || height === undefined ? {} : { width, height }),
  };
}
