import { describe, expect, test } from "vitest";
import { seededCrypto } from "../../src/primitives/seeded.ts";
import { runsOr } from "../runs.ts";
import { withSmallPieces } from "./small-pieces.ts";
import { honest, live, type Tally } from "./story.ts";
import { toyCrypto } from "./toy.ts";

/*
 * Rooms by seed. TACET_SEED=<seed> plays that one again; npm run campaign groups plays many, on X-Wing too.
 */
const SEEDS = runsOr(2);
const only = process.env["TACET_SEED"];
const seeds = only === undefined ? Array.from({ length: SEEDS }, (_, at) => `seed ${String(at)}`) : [only];

describe("rooms that change under everybody's hands", () => {
  test(
    `${String(SEEDS)} histories`,
    async () => {
      const tallies: Tally[] = [];
      for (const seed of seeds) tallies.push(await named(seed, async () => live(toyCrypto(seed), seed, 50)));
      report(tallies);
    },
    60_000 + 10_000 * SEEDS,
  );
  test("a relay that repeats frames and turns them around, commits in pieces", async () => {
    const tallies = await withSmallPieces(3000, async () => {
      const all: Tally[] = [];
      for (const seed of seeds)
        all.push(await named(seed, async () => live(toyCrypto(seed), seed, 60, honest, true)));
      return all;
    });
    report(tallies);
  });
  test("one on X-Wing itself", async () => {
    report([await live(seededCrypto("x-wing"), "x-wing", 15)]);
  });
  test("a seed plays the same history again", async () => {
    const play = async (): Promise<Tally> => live(toyCrypto("again"), "again", 15);
    expect(await play()).toEqual(await play());
  });
});

function report(tallies: readonly Tally[]): void {
  const sum = (of: (tally: Tally) => number): string =>
    String(tallies.reduce((all, tally) => all + of(tally), 0));
  const parts = [
    `${sum((it) => it.commits)} commits`,
    `${sum((it) => it.races)} lost races`,
    `${sum((it) => it.refused)} refusals`,
    `${sum((it) => it.joins)} joins`,
    `${sum((it) => it.removals)} removals`,
    `${sum((it) => it.messages)} messages`,
  ];
  console.log(`${String(tallies.length)} histories: ${parts.join(", ")}`);
  expect(tallies.every(({ commits }) => commits > 0)).toBe(true);
}

/** A failure names the seed that plays it again. */
async function named<T>(seed: string, play: () => Promise<T>): Promise<T> {
  try {
    return await play();
  } catch (cause) {
    throw new Error(`TACET_SEED="${seed}"`, { cause });
  }
}
