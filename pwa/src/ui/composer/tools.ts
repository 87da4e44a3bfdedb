/** What the composer and its tools tell each other: the tools come late, when they are first needed. */

import type { Edited } from '../../rules/formatting';

export interface ToolsHandle {
  /** True: the key was for the tools. */
  onkeydown(event: KeyboardEvent): boolean;
}

export interface Field {
  readonly text: string;
  readonly selection: { start: number; end: number };
  /** Puts another text in, selected as it says, and the cursor back into the field. */
  edit(edited: Edited): void;
}
