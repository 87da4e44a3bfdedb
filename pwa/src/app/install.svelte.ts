/** Whether this device can have the app on its home screen, and how. */

interface InstallPrompt extends Event {
  prompt(): Promise<{ outcome: 'accepted' | 'dismissed' }>;
}

const DISMISSED = 'guiche-install-dismissed';

export class Installation {
  #prompt = $state.raw<InstallPrompt>();
  #dismissed = $state(localStorage.getItem(DISMISSED) !== null);

  constructor() {
    addEventListener('beforeinstallprompt', (event) => {
      event.preventDefault();
      this.#prompt = event as InstallPrompt;
    });
    addEventListener('appinstalled', () => {
      this.#prompt = undefined;
      keepStorage();
    });
    if (isInstalled()) keepStorage();
  }

  /** `prompt`: the browser asks; `steps`: iOS, where a person must do it; nothing: installed already, or impossible. */
  get way(): 'prompt' | 'steps' | undefined {
    if (isInstalled()) return undefined;
    if (this.#prompt) return 'prompt';
    return isAppleTouch() ? 'steps' : undefined;
  }

  get offered(): boolean {
    return !this.#dismissed && this.way !== undefined;
  }

  async install(): Promise<void> {
    const prompt = this.#prompt;
    this.#prompt = undefined;
    await prompt?.prompt();
  }

  dismiss(): void {
    this.#dismissed = true;
    localStorage.setItem(DISMISSED, '1');
  }
}

function isInstalled(): boolean {
  return matchMedia('(display-mode: standalone)').matches;
}

/** A device that runs out of room would otherwise throw away what was written and has not left yet. */
function keepStorage(): void {
  // Absent without a secure context; a refusal leaves things as they were.
  void navigator.storage?.persist?.().catch(() => undefined);
}

/** iPadOS calls itself a Mac; only its fingers give it away. */
export function isAppleTouch(): boolean {
  const { userAgent, maxTouchPoints } = navigator;
  return /iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1);
}
