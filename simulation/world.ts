/*
 * Virtual time. What is scheduled runs in the order of its moment, then of its scheduling, and whatever a moment has begun by promises
 * comes to its end before time moves on: so one seed is one history.
 */
export interface World {
  nowMs(): number;
  /** Returns what calls it off. */
  after(ms: number, run: () => void): () => void;
  /** Somebody's promises may be under way: the next moment waits for them. */
  touch(): void;
  /** Time stands still until this is done: something that no seed orders, such as loading a module. */
  hold(until: Promise<unknown>): void;
  /** Runs everything that happens within the next `ms`. */
  run(ms: number): Promise<void>;
}

interface Moment {
  readonly atMs: number;
  readonly turn: number;
  run: (() => void) | null;
}

/** Time goes in steps of an eighth of a millisecond: sums of them are exact, so that no clock is a hair before its own deadline. */
const STEPS_PER_MS = 8;

/** A history has some thousands. */
const MOMENTS_MAX = 300_000;

export function createWorld(): World {
  const heap: Moment[] = [];
  let nowMs = 0;
  let turns = 0;
  let touched = false;
  let moments = 0;
  let held: Promise<unknown> | null = null;

  const settle = async (): Promise<void> => {
    if (!touched) return;
    touched = false;
    // Every promise of a room is a microtask here (platform.ts), and they all run before this one.
    await new Promise((resolve) => setImmediate(resolve));
    if (held === null) return;
    await held;
    held = null;
    await new Promise((resolve) => setImmediate(resolve));
  };
  return {
    nowMs: () => nowMs,
    after: (ms, run) => {
      const atMs = Math.ceil((nowMs + Math.max(0, ms)) * STEPS_PER_MS) / STEPS_PER_MS;
      const moment: Moment = { atMs, turn: turns, run };
      turns += 1;
      push(heap, moment);
      return () => {
        moment.run = null;
      };
    },
    touch: () => {
      touched = true;
    },
    hold: (until) => {
      held = until;
    },
    run: async (ms) => {
      const untilMs = nowMs + Math.round(ms);
      await settle();
      for (let [next] = heap; next !== undefined && next.atMs <= untilMs; [next] = heap) {
        pop(heap);
        if (next.run === null) continue;
        moments += 1;
        if (moments > MOMENTS_MAX) throw new Error("the history does not come to an end");
        nowMs = next.atMs;
        next.run();
        await settle();
      }
      nowMs = untilMs;
    },
  };
}

function isBefore(a: Moment, b: Moment): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.turn < b.turn);
}

function push(heap: Moment[], moment: Moment): void {
  let at = heap.length;
  heap.push(moment);
  while (at > 0) {
    const up = (at - 1) >> 1;
    const parent = heap[up];
    if (parent === undefined || !isBefore(moment, parent)) break;
    heap[at] = parent;
    at = up;
  }
  heap[at] = moment;
}

function pop(heap: Moment[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let at = 0;
  for (;;) {
    const left = heap[2 * at + 1];
    const right = heap[2 * at + 2];
    if (left === undefined) break;
    const least = right !== undefined && isBefore(right, left) ? right : left;
    if (!isBefore(least, last)) break;
    heap[at] = least;
    at = least === left ? 2 * at + 1 : 2 * at + 2;
  }
  heap[at] = last;
}
