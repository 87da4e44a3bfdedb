/** How loud a recording is, as bars from 0 to 100. */

/** As many as the server draws. */
export const barCount = 64;

/** Quieter than this share of full scale is silence and not a whisper to be enlarged. */
const silence = 0.002;

/** The loudness of a block of samples from -1 to 1. */
export function loudnessOf(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return samples.length === 0 ? 0 : Math.sqrt(sum / samples.length);
}

/** Folds what was measured at even distances into bars, relative to the loudest. */
export function barsOf(levels: readonly number[], count: number = barCount): number[] {
  const bars = Array.from({ length: count }, (_, index) => {
    const from = Math.floor((index * levels.length) / count);
    const to = Math.max(from + 1, Math.floor(((index + 1) * levels.length) / count));
    const part = levels.slice(from, to);
    return part.length === 0
      ? 0
      : Math.sqrt(part.reduce((sum, level) => sum + level * level, 0) / part.length);
  });
  const loudest = Math.max(...bars);
  return loudest < silence ? bars.map(() => 0) : bars.map((bar) => Math.round((bar / loudest) * 100));
}

/** How high the bar of a live level stands, from 0 to 100: speech at arm's length reaches the middle. */
export function heightOf(level: number): number {
  return Math.min(100, Math.round(Math.sqrt(level) * 160));
}
