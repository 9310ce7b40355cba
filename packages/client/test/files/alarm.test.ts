import { expect, test } from "vitest";
import { createPatientAlarm } from "../../src/files/alarm.ts";

/** Timers that a test rings. */
function start() {
  const timers: { readonly ms: number; readonly run: () => void; off: boolean }[] = [];
  const clock = {
    monotonicMs: () => 100,
    wallMs: () => 0,
    after: (ms: number, run: () => void) => {
      const timer = { ms, run, off: false };
      timers.push(timer);
      return () => {
        timer.off = true;
      };
    },
  };
  let rings = 0;
  const alarm = createPatientAlarm(clock, () => (rings += 1));
  return { alarm, timers, rings: () => rings };
}

test("an alarm keeps a timer that is early enough, and takes back one that is late", () => {
  const { alarm, timers } = start();
  alarm(150);
  alarm(150);
  alarm(900);
  expect(timers.map(({ ms, off }) => [ms, off])).toEqual([[50, false]]);
  alarm(120);
  expect(timers.map(({ ms, off }) => [ms, off])).toEqual([
    [50, true],
    [20, false],
  ]);
});

test("an alarm that has rung, or is taken back, is set anew however late it is wanted", () => {
  const { alarm, timers, rings } = start();
  alarm(150);
  timers[0]?.run();
  expect(rings()).toBe(1);
  alarm(900);
  alarm(null);
  alarm(1000);
  expect(timers.slice(1).map(({ ms, off }) => [ms, off])).toEqual([
    [800, true],
    [900, false],
  ]);
});
