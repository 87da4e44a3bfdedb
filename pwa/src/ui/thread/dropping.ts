import type { Attachment } from 'svelte/attachments';

/** Files that are dropped onto a part of the screen; the class `dropping` shows where. */
export function dropsFiles(ondrop: (files: File[]) => void): Attachment<HTMLElement> {
  return (element) => {
    const leave = new AbortController();
    const { signal } = leave;
    const brings = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') ?? false;
    element.addEventListener(
      'dragover',
      (event) => {
        if (!brings(event)) return;
        event.preventDefault();
        element.classList.add('dropping');
      },
      { signal },
    );
    element.addEventListener(
      'dragleave',
      ({ relatedTarget }) => {
        if (!element.contains(relatedTarget as Node | null)) element.classList.remove('dropping');
      },
      { signal },
    );
    element.addEventListener(
      'drop',
      (event) => {
        element.classList.remove('dropping');
        if (!brings(event)) return;
        event.preventDefault();
        ondrop([...(event.dataTransfer?.files ?? [])]);
      },
      { signal },
    );
    return () => leave.abort();
  };
}
