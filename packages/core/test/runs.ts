/** How many runs a simulation has: few of them in npm test, all that are asked for in npm run campaign. */
export function runsOr(few: number): number {
  return Number(process.env["TACET_SEEDS"] ?? String(few));
}

/** How long they may take, on a machine that is busy. */
export const RUNS_MS: number = 180_000 + 300 * runsOr(0);
