/** What a finger on the microphone means, from where it went down: all distances in CSS pixels, times in milliseconds. */

/** A press that is shorter was meant as a tap. */
export const tapShorterThan = 700;
/** So far to the side gives the recording up. */
export const cancelDistance = 96;
/** So far up lets the finger go. */
export const lockDistance = 72;

export interface Travel {
  /** To the right, as the screen has it. */
  x: number;
  /** Downwards. */
  y: number;
}

export type Intent =
  { kind: 'hold'; towardsCancel: number; towardsLock: number } | { kind: 'cancel' | 'lock' };

/** The way that is longer decides, so that a slanting thumb does one thing. */
export function intentOf({ x, y }: Travel): Intent {
  const aside = Math.max(0, -x);
  const up = Math.max(0, -y);
  if (aside >= up && aside >= cancelDistance) return { kind: 'cancel' };
  if (up > aside && up >= lockDistance) return { kind: 'lock' };
  return {
    kind: 'hold',
    towardsCancel: aside >= up ? aside / cancelDistance : 0,
    towardsLock: up > aside ? up / lockDistance : 0,
  };
}

/** What letting go means. A tap goes on without the finger, for those who cannot hold, and says how it is meant. */
export function onRelease(heldFor: number): 'send' | 'goOn' {
  return heldFor < tapShorterThan ? 'goOn' : 'send';
}
