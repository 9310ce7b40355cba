/*
 * Virtual time. Whatever is scheduled runs in the order of its time, then of its scheduling; cryptography runs to its end before time
 * moves on. So one seed is one history.
 */
export interface World {
  readonly nowMs: () => number;
  readonly wallMs: () => number;
  /** Moves the wall clock alone: a device that slept. */
  jumpWall(ms: number): void;
  after(ms: number, run: () => void): () => void;
  /** Queues asynchronous work; it is awaited before time moves. */
  work(run: () => Promise<void>): void;
  /** Runs everything that happens within the next `ms`. */
  run(ms: number): Promise<void>;
}

interface Timed {
  readonly atMs: number;
  readonly turn: number;
  readonly run: () => void;
  cancelled: boolean;
}

export function createWorld(): World {
  let nowMs = 0;
  let wallMs = 1_800_000_000_000;
  let turns = 0;
  const timed: Timed[] = [];
  const jobs: (() => Promise<void>)[] = [];

  const takeNext = (untilMs: number): Timed | null => {
    let first: Timed | null = null;
    for (const one of timed) {
      const sooner =
        first === null || one.atMs < first.atMs || (one.atMs === first.atMs && one.turn < first.turn);
      if (sooner) first = one;
    }
    if (first === null || first.atMs > untilMs) return null;
    timed.splice(timed.indexOf(first), 1);
    return first;
  };
  const finishJobs = async (): Promise<void> => {
    for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) await job();
  };
  return {
    nowMs: () => nowMs,
    wallMs: () => wallMs,
    jumpWall: (ms) => {
      wallMs += ms;
    },
    after: (ms, run) => {
      const one: Timed = { atMs: nowMs + Math.max(0, ms), turn: turns, run, cancelled: false };
      turns += 1;
      timed.push(one);
      return () => {
        one.cancelled = true;
      };
    },
    work: (run) => {
      jobs.push(run);
    },
    run: async (ms) => {
      const untilMs = nowMs + ms;
      await finishJobs();
      for (let next = takeNext(untilMs); next !== null; next = takeNext(untilMs)) {
        wallMs += next.atMs - nowMs;
        nowMs = next.atMs;
        if (!next.cancelled) next.run();
        await finishJobs();
      }
      wallMs += untilMs - nowMs;
      nowMs = untilMs;
    },
  };
}
