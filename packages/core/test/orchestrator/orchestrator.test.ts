import { describe, expect, test } from "vitest";
import { honest, onXWing } from "./calls.ts";
import { PATTERNS } from "./patterns.ts";
import { runsOr } from "../runs.ts";
import { run, type Tally } from "./run.ts";

/*
 * Two peers, a hostile network, a thief. TACET_SEED=<seed> plays that one seed in every pattern, with the numbers that a failure named.
 * npm run campaign sessions plays 1,000 of each pattern, on X-Wing too.
 */
const SEEDS = runsOr(5);
const SEEDS_ON_X_WING = runsOr(1);
const limitMs = (count: number): number => 60_000 + 1000 * count;
const only = process.env["TACET_SEED"];
const seeds = (count: number): readonly string[] =>
  only === undefined ? Array.from({ length: count }, (_, at) => `seed ${String(at)}`) : [only];

describe("two peers under hostile traffic", () => {
  test.each(PATTERNS.map((pattern) => [pattern.name, pattern] as const))(
    `%s, ${String(SEEDS)} seeds`,
    async (_, pattern) => {
      const tallies: Tally[] = [];
      for (const seed of seeds(SEEDS))
        tallies.push(await named(seed, async () => run(seed, pattern, honest)));
      report(pattern.name, tallies);
    },
    limitMs(SEEDS),
  );

  test.each(PATTERNS.slice(0, 4).map((pattern) => [pattern.name, pattern] as const))(
    `%s, ${String(SEEDS_ON_X_WING)} seeds on X-Wing itself`,
    async (_, pattern) => {
      const tallies: Tally[] = [];
      for (const seed of seeds(SEEDS_ON_X_WING))
        tallies.push(await named(seed, async () => run(seed, pattern, onXWing)));
      report(`${pattern.name}, X-Wing`, tallies);
    },
    limitMs(SEEDS_ON_X_WING),
  );

  test("a seed plays the same conversation again", async () => {
    const [pattern] = PATTERNS;
    if (pattern === undefined) throw new Error("no pattern");
    expect(await run("again", pattern, honest)).toEqual(await run("again", pattern, honest));
  });
});

function report(name: string, tallies: readonly Tally[]): void {
  const sum = (of: (tally: Tally) => number): string =>
    String(tallies.reduce((all, tally) => all + of(tally), 0));
  const said = `${sum((it) => it.frames)} frames, ${sum((it) => it.epochs)} epochs, ${sum((it) => it.thefts)} thefts`;
  console.log(`${name}: ${String(tallies.length)} seeds, ${said}`);
  expect(tallies.every((tally) => tally.frames > 0)).toBe(true);
}

/** A failure names the seed that plays it again. */
async function named<T>(seed: string, play: () => Promise<T>): Promise<T> {
  try {
    return await play();
  } catch (cause) {
    throw new Error(`TACET_SEED="${seed}"`, { cause });
  }
}
