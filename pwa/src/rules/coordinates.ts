/** Coordinates as people paste them from maps: `-23.55052, -46.63331`, `23,5° S`… are read where they are unmistakable. */

export interface Coordinates {
  latitude: number;
  longitude: number;
}

const DECIMAL =
  /^\s*(-?\d{1,2}(?:\.\d+)?)\s*°?\s*([NnSs])?\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*°?\s*([EeWwLlOo])?\s*$/;
/** Where maps put the place in an address of theirs. */
const IN_LINK = /(?:@|[?&](?:q|query|ll)=|%2C)(-?\d{1,2}\.\d+)(?:,|%2C)(-?\d{1,3}\.\d+)/i;

export function coordinatesIn(text: string): Coordinates | undefined {
  const link = IN_LINK.exec(text);
  if (link) return onEarth(Number(link[1]), Number(link[2]));
  const found = DECIMAL.exec(text);
  if (!found) return undefined;
  const [, north = '', side = '', east = '', other = ''] = found;
  const latitude = Number(north) * (/s/i.test(side) ? -1 : 1);
  const longitude = Number(east) * (/[wo]/i.test(other) ? -1 : 1);
  return onEarth(latitude, longitude);
}

function onEarth(latitude: number, longitude: number): Coordinates | undefined {
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : undefined;
}
