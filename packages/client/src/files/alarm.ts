import type { Clock } from "../ports.ts";

/**
 * The alarm of machines that move it with every piece. It may ring sooner than the last call said, never later: a timer that is early enough stays.
 * Null: nothing is awaited.
 */
export function createPatientAlarm(clock: Clock, ring: () => void): (atMs: number | null) => void {
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
