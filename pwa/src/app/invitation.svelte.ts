/** The invitation to turn notifications on (L-187): made once on a device, and kept out of the way once declined. */

const DISMISSED = 'guiche-notifications-dismissed';

export class Invitation {
  #dismissed = $state.raw(localStorage.getItem(DISMISSED) !== null);

  get open(): boolean {
    return !this.#dismissed;
  }

  dismiss(): void {
    this.#dismissed = true;
    localStorage.setItem(DISMISSED, '1');
  }
}
