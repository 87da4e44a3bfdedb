/** Says without opening a database that a recording may have been left behind. */

export const mark = 'guiche.recording';

/** Whether somebody has begun to record on this device and not ended it. */
export function mayHaveRemainder(storage: Storage = localStorage): boolean {
  return storage.getItem(mark) !== null;
}
