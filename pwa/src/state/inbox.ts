/** What the inbox shows: one list, the marks of all four, and the names that rows refer to. */

import {
  listNames,
  type ConversationRecord,
  type Desk,
  type Directory,
  type Id,
  type InboxView,
  type ListName,
} from '../data';
import { live, type Live } from './live';

export class Inbox {
  readonly #desk: Desk;
  readonly #views: Readonly<Record<ListName, Live<InboxView>>>;
  readonly #drafts: Live<ReadonlyMap<Id, string>>;
  readonly #directory: Live<Directory>;

  constructor(desk: Desk) {
    this.#desk = desk;
    this.#views = Object.fromEntries(listNames.map((list) => [list, live(desk.inbox(list))])) as Record<
      ListName,
      Live<InboxView>
    >;
    this.#drafts = live(desk.drafts);
    this.#directory = live(desk.directory);
  }

  view(list: ListName): InboxView {
    return this.#views[list].current;
  }

  hasUnread(list: ListName): boolean {
    return this.view(list).rows.some(({ unreadCount }) => unreadCount > 0);
  }

  loadMore(list: ListName): void {
    const { complete, loading } = this.view(list);
    if (!complete && !loading) void this.#desk.loadMore(list);
  }

  draft(id: Id): string | undefined {
    return this.#drafts.current.get(id);
  }

  agentName({ agentId, agentName }: ConversationRecord): string | undefined {
    return agentId === undefined
      ? undefined
      : (this.#directory.current.people.get(agentId)?.name ?? agentName);
  }

  departmentName({ departmentId, departmentName }: ConversationRecord): string | undefined {
    return departmentId === undefined
      ? undefined
      : (this.#directory.current.departments.get(departmentId)?.name ?? departmentName);
  }

  channelName({ channelId }: ConversationRecord): string | undefined {
    return this.#directory.current.channels.get(channelId)?.name;
  }
}
