import type { Clock } from "../ports.ts";

/** The platform's clocks and timers, of a page, a Worker or Node. */
export function createSystemClock(): Clock {
  return {
    monotonicMs: () => performance.now(),
    wallMs: () => Date.now(),
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => {
        clearTimeout(timer);
      };
    },
  };
}

/** One alarm of a machine. Each call takes the last one back; null: nothing is awaited. */
export function createAlarm(clock: Clock, ring: () => void): (atMs: number | null) => void {
  let cancel: (() => void) | null = null;
  return (atMs) => {
    cancel?.();
    cancel = atMs === null ? null : clock.after(Math.max(0, atMs - clock.monotonicMs()), ring);
  };
}
