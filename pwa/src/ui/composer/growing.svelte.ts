import type { Attachment } from 'svelte/attachments';

/** Lets a text field grow with its text up to its `max-height`, where `field-sizing` does not exist (Safari < 26.2). */
export function growing(text: () => string): Attachment<HTMLTextAreaElement> {
  return (field) => {
    if (CSS.supports('field-sizing', 'content')) {
      field.style.setProperty('field-sizing', 'content');
      return;
    }
    $effect(() => {
      text();
      field.style.height = 'auto';
      field.style.height = `${field.scrollHeight + 2}px`;
    });
  };
}
