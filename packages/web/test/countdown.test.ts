import { expect, test } from "vitest";
import { Countdown } from "../src/model/countdown.ts";

/** A clock that is moved by hand. */
function stage(endsAtMs: number) {
  let nowMs = 0;
  const ticks = new Set<() => void>();
  const said: number[] = [];
  const countdown = new Countdown({
    nowMs: () => nowMs,
    every: (ms, run) => {
      expect(ms).toBe(1_000);
      ticks.add(run);
      return () => ticks.delete(run);
    },
    say: (seconds) => said.push(seconds),
  });
  const stop = countdown.start(endsAtMs);
  return {
    countdown,
    said,
    stop,
    ticks,
    passes: (seconds: number) => {
      for (let second = 0; second < seconds; second += 1) {
        nowMs += 1_000;
        for (const tick of ticks) tick();
      }
    },
    sleeps: (seconds: number) => {
      nowMs += seconds * 1_000;
      for (const tick of ticks) tick();
    },
  };
}

test("it is spoken at 5 minutes, 1 minute and 10 seconds, once each, and at no other second", () => {
  const { countdown, said, passes } = stage(900_400);
  expect(countdown.leftMs.value).toBe(900_400);
  passes(600);
  expect(said).toEqual([]);
  passes(1);
  expect(said).toEqual([300]);
  passes(239);
  expect(said).toEqual([300]);
  passes(1);
  expect(said).toEqual([300, 60]);
  passes(50);
  expect(said).toEqual([300, 60, 10]);
  passes(30);
  expect(said).toEqual([300, 60, 10]);
});

test("a computer that slept past marks is told the last one, and none after the end", () => {
  const past = stage(900_000);
  past.passes(1);
  past.sleeps(850);
  expect(past.said).toEqual([60]);
  const over = stage(900_000);
  over.passes(1);
  over.sleeps(1_000);
  expect(over.said).toEqual([]);
});

test("a room that begins with less than a mark is not told of it, and one that is left says nothing more", () => {
  const { said, passes, stop, ticks } = stage(59_000);
  passes(40);
  expect(said).toEqual([]);
  stop();
  expect(ticks.size).toBe(0);
});
