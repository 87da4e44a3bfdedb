/** Which rows of a long list of equal rows need to exist. */

export interface RowWindow {
  /** First row that exists. */
  start: number;
  /** One past the last. */
  end: number;
}

/** Rows kept beyond each edge, so that a fast finger meets rows and not paper. */
const MARGIN_ROWS = 8;
/** The window moves in steps, so that most scroll events change nothing. */
const STEP_ROWS = 4;

export function rowWindow(count: number, rowHeight: number, scrollTop: number, viewport: number): RowWindow {
  if (count <= 0 || rowHeight <= 0) return { start: 0, end: 0 };
  // iOS reports offsets beyond both ends while the list bounces.
  const top = Math.min(Math.max(0, scrollTop), count * rowHeight);
  const first = Math.floor(top / rowHeight) - MARGIN_ROWS;
  const last = Math.ceil((top + viewport) / rowHeight) + MARGIN_ROWS;
  return {
    start: Math.max(0, Math.floor(first / STEP_ROWS) * STEP_ROWS),
    end: Math.min(count, Math.ceil(last / STEP_ROWS) * STEP_ROWS),
  };
}
