/** How many runs a simulation has: few of them in npm test, half as many in npm run verify, all that are asked for in npm run campaign. */
export function runsOr(few: number): number {
  const here = process.env["TACET_SHORT"] === undefined ? few : Math.ceil(few / 2);
  return Number(process.env["TACET_SEEDS"] ?? String(here));
}

/** How long they may take, on a machine that is busy. */
export const RUNS_MS: number = 180_000 + 300 * runsOr(0);
