import type { Attachment } from 'svelte/attachments';

/** What is too tall for its place can be reached by Tab, so that the arrows scroll it (WCAG 2.1.1). */
export const reachableWhenScrollable: Attachment<HTMLElement> = (element) => {
  const observer = new ResizeObserver(() => {
    if (element.scrollHeight > element.clientHeight) element.tabIndex = 0;
    else element.removeAttribute('tabindex');
  });
  for (const box of [element, ...element.children]) observer.observe(box);
  return () => observer.disconnect();
};
