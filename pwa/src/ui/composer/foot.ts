import type { Attachment } from 'svelte/attachments';

/** Tells the page how much of its foot is taken, so that short words above it cover nothing that is being written. */
export const foot: Attachment<HTMLElement> = (element) => {
  const { style } = document.documentElement;
  const observer = new ResizeObserver(() => style.setProperty('--foot', `${element.offsetHeight}px`));
  observer.observe(element);
  return () => {
    observer.disconnect();
    style.removeProperty('--foot');
  };
};
