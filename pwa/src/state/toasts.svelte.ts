/** Short words at the bottom of the screen: what was done, or why it was not. One at a time, the newest wins. */

export interface Toast {
  text: string;
  tone: 'plain' | 'danger';
}

const PLAIN_FOR = 3500;
/** A reason takes longer to read than a confirmation. */
const DANGER_FOR = 7000;

class Toasts {
  current = $state.raw<Toast>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  show(text: string, tone: Toast['tone'] = 'plain'): void {
    clearTimeout(this.#timer);
    this.current = { text, tone };
    this.#timer = setTimeout(() => this.dismiss(), tone === 'danger' ? DANGER_FOR : PLAIN_FOR);
  }

  dismiss(): void {
    clearTimeout(this.#timer);
    this.current = undefined;
  }
}

export const toasts = new Toasts();
