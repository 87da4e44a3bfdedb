/** What a finger can do to a message: hold it for its menu, or draw it aside to answer it. */

import type { Attachment } from 'svelte/attachments';

const HOLD = 400;
/** Farther than this the finger scrolls or draws, and no longer holds. */
const HOLD_SLACK = 10;

/** Long press, right click and the keyboard's menu key, all as one wish. */
export function wantsMenu(open: (at: { x: number; y: number }) => void): Attachment<HTMLElement> {
  return (element) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let from = { x: 0, y: 0 };
    const release = () => clearTimeout(timer);
    const press = (event: PointerEvent) => {
      if (event.pointerType !== 'touch') return;
      from = { x: event.clientX, y: event.clientY };
      release();
      timer = setTimeout(() => {
        navigator.vibrate?.(10);
        open(from);
      }, HOLD);
    };
    const move = (event: PointerEvent) => {
      if (Math.hypot(event.clientX - from.x, event.clientY - from.y) > HOLD_SLACK) release();
    };
    const context = (event: MouseEvent) => {
      // On touch screens the hold above has opened it already.
      const byTouch = 'pointerType' in event && event.pointerType === 'touch';
      const onLink = event.target instanceof Element && event.target.closest('a') !== null;
      if (onLink && !byTouch) return;
      event.preventDefault();
      release();
      if (!byTouch) open({ x: event.clientX, y: event.clientY });
    };
    return listen(element, {
      pointerdown: press,
      pointermove: move,
      pointerup: release,
      pointercancel: release,
      contextmenu: context,
    });
  };
}

/** iOS goes back on a swipe from the edge, which cannot be prevented: such a touch is not ours. */
const EDGE = 24;
const LOCK = 10;
const ARM = 40;
const FARTHEST = 72;

/** Draw to the right to answer. The element follows the finger; past 40 px a release answers. */
export function swipeToReply(reply: () => void): Attachment<HTMLElement> {
  return (element) => {
    let start: { x: number; y: number; id: number } | undefined;
    let drawn = 0;
    const settle = () => {
      start = undefined;
      drawn = 0;
      element.style.removeProperty('--drawn');
      element.classList.remove('drawing', 'armed');
    };
    const press = (event: PointerEvent) => {
      if (event.pointerType !== 'touch' || event.clientX < EDGE) return;
      start = { x: event.clientX, y: event.clientY, id: event.pointerId };
    };
    const move = (event: PointerEvent) => {
      if (start?.id !== event.pointerId) return;
      const dx = event.clientX - start.x;
      const dy = Math.abs(event.clientY - start.y);
      if (drawn === 0) {
        // Undecided: a direction counts once it is clear, and only to the right.
        if (dy > LOCK || dx < -LOCK) return settle();
        if (dx < LOCK || dx < 1.5 * dy) return;
        element.setPointerCapture(event.pointerId);
      }
      drawn = Math.max(1, Math.min(FARTHEST, dx - LOCK));
      if (drawn >= ARM && !element.classList.contains('armed')) navigator.vibrate?.(10);
      element.classList.add('drawing');
      element.classList.toggle('armed', drawn >= ARM);
      element.style.setProperty('--drawn', `${drawn}px`);
    };
    const release = () => {
      if (drawn >= ARM) reply();
      settle();
    };
    return listen(element, {
      pointerdown: press,
      pointermove: move,
      pointerup: release,
      pointercancel: settle,
    });
  };
}

const DOUBLE = 300;
const DOUBLE_SLACK = 24;

/** Two quick taps at one place, by finger or pen: with a mouse they select a word. Not on what has a use of its own. */
export function doubleTap(tapped: (at: { x: number; y: number }) => void): Attachment<HTMLElement> {
  return (element) => {
    let last: { x: number; y: number; at: number } | undefined;
    const lift = (event: PointerEvent) => {
      const { target, pointerType, clientX: x, clientY: y, timeStamp: at } = event;
      if (pointerType === 'mouse') return;
      if (target instanceof Element && target.closest('a, button, audio, video, summary, input')) return;
      const near = last !== undefined && Math.hypot(x - last.x, y - last.y) <= DOUBLE_SLACK;
      if (last && near && at - last.at <= DOUBLE) {
        last = undefined;
        navigator.vibrate?.(10);
        tapped({ x, y });
      } else last = { x, y, at };
    };
    return listen(element, { pointerup: lift });
  };
}

type Listeners = Partial<{ [Name in keyof HTMLElementEventMap]: (event: HTMLElementEventMap[Name]) => void }>;

function listen(element: HTMLElement, listeners: Listeners): () => void {
  const leave = new AbortController();
  for (const [name, listener] of Object.entries(listeners)) {
    element.addEventListener(name, listener as EventListener, { signal: leave.signal });
  }
  return () => leave.abort();
}
