/** Who is heard: one at a time, in the whole app. */

let heard: HTMLMediaElement | undefined;

/** For `onplay`: silences whoever is heard. */
export function takeTurn({ currentTarget }: Event): void {
  if (currentTarget instanceof HTMLMediaElement) takeTurnOf(currentTarget);
}

/** Silences whoever else is heard. */
export function takeTurnOf(element: HTMLMediaElement): void {
  if (heard !== element) heard?.pause();
  heard = element;
}

/** Whether this browser plays a type: iPhones before iOS 18.4 play no Ogg. */
export function canPlay(mimeType: string): boolean {
  return document.createElement('audio').canPlayType(mimeType) !== '';
}
