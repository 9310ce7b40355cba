import fc from "fast-check";
import { expect, test } from "vitest";
import { Heights } from "../src/model/heights.ts";
import { WINDOW_ROWS_MAX, windowOf } from "../src/model/window.ts";

/** The same by adding up, which nobody doubts. */
function naive(rows: readonly number[]) {
  const offset = (index: number): number => rows.slice(0, index).reduce((sum, row) => sum + row, 0);
  const indexAt = (px: number): number => {
    const found = rows.findIndex((_, index) => offset(index) <= px && px < offset(index + 1));
    return found === -1 ? rows.length - 1 : found;
  };
  return { offset, indexAt };
}

const rowsOfPx = fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 70 });

function measured(rows: readonly number[]): Heights {
  const heights = new Heights(60);
  heights.grow(rows.length);
  rows.forEach((row, index) => heights.set(index, row));
  return heights;
}

test("offsets and rows agree with plain addition", () => {
  fc.assert(
    fc.property(rowsOfPx, fc.nat(70_000), fc.nat(70), (rows, px, index) => {
      const heights = measured(rows);
      expect(heights.offsetPx(index)).toBe(naive(rows).offset(index));
      expect(heights.indexAt(px)).toBe(naive(rows).indexAt(px));
    }),
  );
});

test("rows that are added later keep what was measured before", () => {
  fc.assert(
    fc.property(rowsOfPx, fc.integer({ min: 1, max: 40 }), (rows, more) => {
      const heights = measured(rows);
      heights.grow(rows.length + more);
      expect(heights.totalPx).toBe(naive(rows).offset(rows.length) + more * 60);
    }),
  );
});

test("measuring says by how much a row grew, and an unknown row changes nothing", () => {
  const heights = measured([10, 20, 30]);
  expect(heights.set(1, 25)).toBe(5);
  expect(heights.set(1, 25)).toBe(0);
  expect(heights.set(3, 99)).toBe(0);
  expect(heights.totalPx).toBe(65);
});

test("the window covers what is seen, and the space around it makes up the rest", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 40, max: 300 }), { minLength: 1, maxLength: 300 }),
      fc.nat(90_000),
      (rows, px) => {
        const heights = measured(rows);
        const viewportPx = 800;
        const topPx = Math.min(px, Math.max(0, heights.totalPx - viewportPx));
        const { first, end, beforePx, afterPx } = windowOf(heights, topPx, viewportPx);
        expect(beforePx).toBe(heights.offsetPx(first));
        expect(beforePx + (heights.offsetPx(end) - heights.offsetPx(first)) + afterPx).toBe(heights.totalPx);
        expect(first).toBeLessThanOrEqual(heights.indexAt(topPx));
        expect(end).toBeGreaterThan(heights.indexAt(Math.min(topPx + viewportPx, heights.totalPx - 1)));
      },
    ),
  );
});

test("however small rows are, the number of them in the document is bounded", () => {
  const heights = measured(Array.from({ length: 10_000 }, () => 1));
  const { first, end } = windowOf(heights, 5_000, 800);
  expect(end - first).toBeLessThanOrEqual(WINDOW_ROWS_MAX);
});

test("an empty list has an empty window", () => {
  expect(windowOf(new Heights(60), 0, 800)).toEqual({ first: 0, end: 0, beforePx: 0, afterPx: 0 });
});

test("a row that comes between others, or goes, moves those below it and no other", () => {
  fc.assert(
    fc.property(rowsOfPx, fc.nat(70), fc.constantFrom(1, -1), (rows, at, by) => {
      const index = at % rows.length;
      const heights = measured(rows);
      heights.shift(index, by);
      const naively = by === 1 ? rows.toSpliced(index, 0, 60) : rows.toSpliced(index, 1);
      expect(heights.count).toBe(naively.length);
      for (let row = 0; row <= naively.length; row += 1)
        expect(heights.offsetPx(row)).toBe(naive(naively).offset(row));
    }),
  );
});
