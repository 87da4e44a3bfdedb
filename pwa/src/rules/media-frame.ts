/** The room that a picture gets before its bytes are there, so that nothing jumps when they come. */

export interface Sides {
  width?: number;
  height?: number;
}

/** Of what nothing is known. */
const USUAL_RATIO = 4 / 3;
/** Narrower ones would be taller than a phone's screen. */
const NARROWEST = 2 / 3;
const WIDEST = 2;
/** A small file can claim to be a huge picture, and cost a phone its memory. */
const MOST_PIXELS = 64_000_000;

/** Width by height. */
export function frameRatio({ width, height }: Sides): number {
  if (!width || !height) return USUAL_RATIO;
  return Math.min(WIDEST, Math.max(NARROWEST, width / height));
}

export function isShowable({ width = 0, height = 0 }: Sides): boolean {
  return width * height <= MOST_PIXELS;
}

/** Where the server keeps a picture's small copy: enough for the thread, a fraction of the bytes. */
export function thumbnailOf(url: string): string {
  return `${url}?thumbnail`;
}

/** The person has asked their device to spare the network. */
export function savesData(): boolean {
  const { connection } = navigator as Navigator & { connection?: { saveData?: boolean } };
  return connection?.saveData ?? false;
}
