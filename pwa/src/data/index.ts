/**
 * The device's half of the desk: records in IndexedDB, kept true by the server's events, an outbox that survives the
 * death of the page, and the views that screens watch. Knows the GraphQL contract through `src/net`, and no framework.
 * Its one law: *persist, then emit*. No view ever shows what is not in the store.
 */

export type * from './desk';
export type { LibraryItem } from './library';
export type * from './outgoing';
export type * from './records';
export type * from './templates/records';
export type { Templates } from './templates/templates';
export { listNames } from './records';
export type { Observable } from './observable';
export { openDesk, type DeskOptions } from './open-desk';
export { abandonTransactions } from './indexed-db';
export type { CustomFields } from './custom-fields';
export type { Expressions } from './expressions';
export type { QuickReplyDraft } from './quick-replies';
