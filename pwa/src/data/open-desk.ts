import type { Desk } from './desk';

/** What the shell tells the desk about itself. */
export interface DeskOptions {
  /** Version of the app, sent with every request. */
  version: string;
}

export function openDesk(_options: DeskOptions): Desk {
  throw new Error('being built');
}
