/*
 * The short form of the campaign: `npm run verify` lives 100 seeds, `npm test` 500, `npm run campaign simulation` 20,000, and `npm run campaign
 * simulation -- --seed 123 --trace` shows one of them.
 */
import { describe, expect, it } from "vitest";
import { live } from "./story.ts";

const IS_SHORT = process.env["TACET_SHORT"] !== undefined;
const SEEDS = IS_SHORT ? 100 : 500;
const SEEDS_TWICE = IS_SHORT ? 5 : 20;

/** What a short run must have met, so that it says something: faults, tricks of a relay, and ends. */
const MET = `
  line cut, line half open, line gone unheard, line stalls, network away, relay stops, relay crashes, relay loses its key,
  direct cut, direct stalls, direct gone unheard, direct blocked, no path at all, page frozen, device sleeps, clock set,
  second joiner, last words into the void, leave, burn, hide, vanish, closed as going, all vanish,
  drop, delay, double, reorder, reflect, flip, replay, truncate, invent, lie of presence,
  comes back, door knock, door quiet, door late, door vacant, door compare, guest: leave, guest: hide, guest: vanish, guest: slow to return,
  end declined, end left-here, end left-there, end burned-here, end burned-there, end expired, end gone, end forgotten, end used, end absent
`
  .split(",")
  .map((name) => name.trim());

describe("histories by seed", () => {
  it(`hold in ${SEEDS} seeds, which meet everything that can happen`, async () => {
    const counts = new Map<string, number>();
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const outcome = await live(seed);
      expect({ seed, broken: outcome.broken }).toEqual({ seed, broken: [] });
      for (const [name, times] of outcome.counts) counts.set(name, (counts.get(name) ?? 0) + times);
    }
    for (const name of MET) expect([name, counts.get(name) ?? 0]).not.toEqual([name, 0]);
    expect(counts.get("texts")).toBeGreaterThan(SEEDS * 5);
  });

  it("are the same, bit for bit, for the same seed", async () => {
    const seeds = Array.from({ length: SEEDS_TWICE }, (_, at) => 1000 + at);
    const hashes = async (): Promise<string[]> => {
      const all: string[] = [];
      for (const seed of seeds) all.push((await live(seed)).hash);
      return all;
    };
    const first = await hashes();
    expect(await hashes()).toEqual(first);
    expect(new Set(first).size).toBe(seeds.length);
  });

  it("can be read line by line", async () => {
    const lines: string[] = [];
    const outcome = await live(11, { print: (line) => lines.push(line) });
    expect(lines.length).toBeGreaterThan(50);
    expect(lines.some((line) => line.includes("message of other: canary"))).toBe(true);
    expect(outcome.hash).toBe((await live(11)).hash);
  });
});
