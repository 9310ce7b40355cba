/**
 * Notices a worker that hangs without an error:
 *
 *     idle ──a command──> life is awaited ──any letter──> idle          none for 5 s: dead
 *     idle ──leave, burn──> the end is awaited ──end──> idle            none for 2 s: dead
 *
 * Time is what this thread itself has lived through. A page that was frozen, throttled or busy comes to its ticks late, and
 * a late tick counts for hardly more than one in time: the worker had no more time to answer than the page to listen.
 */
const TICK_MS = 250;
const TICK_LIVED_MS_MAX = 2 * TICK_MS;
const LIFE_MS_MAX = 5_000;
const END_MS_MAX = 2_000;

export interface WatchdogPorts {
  nowMs(): number;
  /** Runs something every so many milliseconds, at best; the answer stops it. */
  every(ms: number, run: () => void): () => void;
  /** Asks the worker for a letter. */
  ask(): void;
  /** Called once. Nothing is watched from then on. */
  dead(): void;
}

export interface Watchdog {
  /** A command was handed to the worker. */
  commanded(ends: boolean): void;
  /** A letter came from it. */
  heard(): void;
  /** What it says of itself: no end can be expected of a worker that still prepares the room. */
  prepared(is: boolean): void;
  /** The room has ended. */
  ended(): void;
  close(): void;
}

export function createWatchdog(ports: WatchdogPorts): Watchdog {
  let met = false;
  let lifeLeftMs: number | null = null;
  let endLeftMs: number | null = null;
  let lastMs = 0;
  let stop: (() => void) | null = null;

  const rest = (): void => {
    if (lifeLeftMs !== null || endLeftMs !== null) return;
    stop?.();
    stop = null;
  };
  const close = (): void => {
    lifeLeftMs = null;
    endLeftMs = null;
    rest();
  };
  const tick = (): void => {
    const nowMs = ports.nowMs();
    const livedMs = Math.min(nowMs - lastMs, TICK_LIVED_MS_MAX);
    lastMs = nowMs;
    if (lifeLeftMs !== null) lifeLeftMs -= livedMs;
    if (endLeftMs !== null) endLeftMs -= livedMs;
    if ((lifeLeftMs ?? 1) > 0 && (endLeftMs ?? 1) > 0) return;
    close();
    ports.dead();
  };

  return {
    commanded(ends) {
      // A worker whose program is still on its way says nothing yet; one that cannot come reports an error.
      if (!met) return;
      if (stop === null) {
        lastMs = ports.nowMs();
        stop = ports.every(TICK_MS, tick);
      }
      if (ends) endLeftMs ??= END_MS_MAX;
      if (lifeLeftMs === null || ends) ports.ask();
      lifeLeftMs ??= LIFE_MS_MAX;
    },
    heard() {
      met = true;
      lifeLeftMs = null;
      rest();
    },
    prepared(is) {
      if (!is) endLeftMs = null;
      rest();
    },
    ended() {
      endLeftMs = null;
      rest();
    },
    close,
  };
}
