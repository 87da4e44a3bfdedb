/** The text field as its tools see it: what is written, what is selected, and a way to write. */

import { tick } from 'svelte';
import type { Edited } from '../../rules/formatting';
import type { Field } from './tools';

export class ComposerField implements Field {
  text = $state('');
  selection = $state.raw({ start: 0, end: 0 });
  element: HTMLTextAreaElement | undefined = $state();
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
    $effect(() => {
      const look = () => {
        this.look();
      };
      document.addEventListener('selectionchange', look);
      return () => document.removeEventListener('selectionchange', look);
    });
  }

  look(): void {
    const { element } = this;
    const here = element !== undefined && document.activeElement === element;
    const [start, end] = here ? [element.selectionStart, element.selectionEnd] : [0, 0];
    if (start !== this.selection.start || end !== this.selection.end) this.selection = { start, end };
  }

  edit({ text, start, end }: Edited): void {
    this.text = text;
    this.#changed();
    void tick().then(() => {
      this.element?.focus();
      this.element?.setSelectionRange(start, end);
      this.look();
    });
  }
}
