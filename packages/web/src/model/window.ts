import type { Heights } from "./heights.ts";

/** Rows drawn beyond each edge of what is seen, so that a quick flick does not show a hole. */
const OVERSCAN_PX = 320;
/** Whatever the heights say, so many rows are in the document at most. */
export const WINDOW_ROWS_MAX = 48;

/** The rows [first, end) are in the document; the rest is empty space before and after them. */
export interface RowWindow {
  readonly first: number;
  readonly end: number;
  readonly beforePx: number;
  readonly afterPx: number;
}

export function windowOf(heights: Heights, scrollTopPx: number, viewportPx: number): RowWindow {
  if (heights.count === 0) return { first: 0, end: 0, beforePx: 0, afterPx: 0 };
  const seen = heights.indexAt(Math.max(0, scrollTopPx));
  const first = Math.max(
    heights.indexAt(Math.max(0, scrollTopPx - OVERSCAN_PX)),
    seen - Math.floor(WINDOW_ROWS_MAX / 4),
  );
  const wanted = heights.indexAt(scrollTopPx + viewportPx + OVERSCAN_PX) + 1;
  const end = Math.min(wanted, first + WINDOW_ROWS_MAX, heights.count);
  const beforePx = heights.offsetPx(first);
  return { first, end, beforePx, afterPx: heights.totalPx - heights.offsetPx(end) };
}
