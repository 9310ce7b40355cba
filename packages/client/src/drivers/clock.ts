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

/**
 * One alarm of a machine. Each call says anew when it is to ring; null: nothing is awaited. It may ring sooner than the last call said, never later: a
 * timer that is early enough stays, since a machine moves its alarm with every input.
 */
export function createAlarm(clock: Clock, ring: () => void): (atMs: number | null) => void {
  let cancel: (() => void) | null = null;
  let setMs = Infinity;
  return (atMs) => {
    if (atMs !== null && setMs <= atMs) return;
    cancel?.();
    cancel = null;
    setMs = atMs ?? Infinity;
    if (atMs === null) return;
    cancel = clock.after(Math.max(0, atMs - clock.monotonicMs()), () => {
      setMs = Infinity;
      ring();
    });
  };
}
