import { describe, expect, test } from "vitest";
import { createWatchdog } from "../src/link/watchdog.ts";

/** A thread whose timer and clock are moved by hand. */
function watched() {
  let nowMs = 0;
  let ticks: (() => void) | null = null;
  let everyMs = 250;
  let asked = 0;
  let deaths = 0;
  const watchdog = createWatchdog({
    nowMs: () => nowMs,
    every: (ms, run) => {
      everyMs = ms;
      ticks = run;
      return () => {
        ticks = null;
      };
    },
    ask: () => {
      asked += 1;
    },
    dead: () => {
      deaths += 1;
    },
  });
  return {
    watchdog,
    asked: () => asked,
    deaths: () => deaths,
    rests: () => ticks === null,
    /** The thread lives for so long, its ticks in time. */
    lives: (ms: number) => {
      for (let passed = 0; passed < ms; passed += everyMs) {
        nowMs += everyMs;
        ticks?.();
      }
    },
    /** The thread is frozen for so long; then comes one late tick. */
    misses: (ms: number) => {
      nowMs += ms;
      ticks?.();
    },
  };
}

function met() {
  const all = watched();
  all.watchdog.heard();
  return all;
}

describe("a worker that was handed something", () => {
  test("is dead when it says nothing for 5 s, and not before", () => {
    const { watchdog, asked, deaths, lives } = met();
    watchdog.commanded(false);
    expect(asked()).toBe(1);
    lives(4_750);
    expect(deaths()).toBe(0);
    lives(250);
    expect(deaths()).toBe(1);
  });

  test("lives when any letter comes, and nothing is watched any more", () => {
    const { watchdog, deaths, lives, rests } = met();
    watchdog.commanded(false);
    lives(4_750);
    watchdog.heard();
    expect(rests()).toBe(true);
    lives(60_000);
    expect(deaths()).toBe(0);
  });

  test("is given 5 s from the first command on, however many follow", () => {
    const { watchdog, deaths, lives } = met();
    watchdog.commanded(false);
    lives(4_000);
    watchdog.commanded(false);
    lives(1_000);
    expect(deaths()).toBe(1);
  });
});

describe("a worker that was told to end the room", () => {
  test("is dead without an end after 2 s, though it says other things", () => {
    const { watchdog, deaths, lives } = met();
    watchdog.commanded(true);
    lives(1_000);
    watchdog.heard();
    lives(750);
    expect(deaths()).toBe(0);
    lives(250);
    expect(deaths()).toBe(1);
  });

  test("is done when the end comes", () => {
    const { watchdog, deaths, lives, rests } = met();
    watchdog.commanded(true);
    lives(1_750);
    watchdog.heard();
    watchdog.ended();
    expect(rests()).toBe(true);
    lives(60_000);
    expect(deaths()).toBe(0);
  });

  test("owes no end while it still prepares the room, but a sign of life", () => {
    const { watchdog, deaths, lives } = met();
    watchdog.commanded(true);
    watchdog.heard();
    watchdog.prepared(false);
    lives(60_000);
    expect(deaths()).toBe(0);
    watchdog.commanded(false);
    lives(5_000);
    expect(deaths()).toBe(1);
  });
});

describe("no false alarm", () => {
  test("for a page that was frozen: what it missed is not counted", () => {
    const { watchdog, deaths, misses, lives } = met();
    watchdog.commanded(false);
    watchdog.commanded(true);
    misses(3_600_000);
    expect(deaths()).toBe(0);
    watchdog.heard();
    watchdog.ended();
    lives(60_000);
    expect(deaths()).toBe(0);
  });

  test("for a page whose timer runs once in a minute: each tick counts for half a second", () => {
    const { watchdog, deaths, misses } = met();
    watchdog.commanded(false);
    for (let minute = 1; minute < 10; minute += 1) misses(60_000);
    expect(deaths()).toBe(0);
    misses(60_000);
    expect(deaths()).toBe(1);
  });

  test("for a worker whose program is still on its way", () => {
    const { watchdog, asked, deaths, lives } = watched();
    watchdog.commanded(false);
    lives(60_000);
    expect([asked(), deaths()]).toEqual([0, 0]);
  });

  test("after the room was closed", () => {
    const { watchdog, deaths, lives } = met();
    watchdog.commanded(true);
    watchdog.close();
    lives(60_000);
    expect(deaths()).toBe(0);
  });
});
