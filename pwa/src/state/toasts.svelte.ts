/**
 * Short words over the screen: what was done, why it was not, or what came in another chat. One at a time, the newest
 * wins.
 */

export interface Toast {
  text: string;
  tone: 'plain' | 'danger';
  /** Where a tap leads, and what that link is called. */
  link?: { href: string; label: string };
}

const PLAIN_FOR = 3500;
/** A reason takes longer to read than a confirmation. */
const DANGER_FOR = 7000;

class Toasts {
  current = $state.raw<Toast>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  show(text: string, tone: Toast['tone'] = 'plain', link?: Toast['link']): void {
    clearTimeout(this.#timer);
    this.current = link ? { text, tone, link } : { text, tone };
    this.#timer = setTimeout(() => this.dismiss(), tone === 'danger' || link ? DANGER_FOR : PLAIN_FOR);
  }

  dismiss(): void {
    clearTimeout(this.#timer);
    this.current = undefined;
  }
}

export const toasts = new Toasts();
