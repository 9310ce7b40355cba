/*
 * Simulates seeds as a program of its own:
 *
 *     node simulation/main.ts --seed 123 [--trace]     one seed, with its history to read
 *     node simulation/main.ts --from 1 --count 500 --step 2     every second seed, and a line of JSON after each
 *
 * The campaign runs one such process for each processor (tools/simulate.ts).
 */
import { live } from "./story.ts";
import type { Outcome } from "./story.ts";

const USAGE = "Use --seed 123 [--trace], or --from 1 --count 500 --step 2.";

function numberAfter(name: string): number | null {
  const at = process.argv.indexOf(name);
  if (at < 0) return null;
  const text = process.argv[at + 1] ?? "";
  if (/^[0-9]{1,9}$/u.test(text)) return Number(text);
  process.stderr.write(`${USAGE}\n`);
  return process.exit(2);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function replay(seed: number, traced: boolean): Promise<void> {
  const { broken, hash, virtualMs } = await live(seed, traced ? { print: say } : {});
  for (const sentence of broken) say(sentence);
  say(
    `seed ${seed}: ${broken.length} broken, ${(virtualMs / 1000).toFixed(1)} s of virtual time, history ${hash}`,
  );
  process.exitCode = broken.length === 0 ? 0 : 1;
}

async function many(from: number, count: number, step: number): Promise<void> {
  for (let seed = from; seed < from + count; seed += step) say(JSON.stringify(await lineOf(seed)));
}

async function lineOf(seed: number): Promise<object> {
  try {
    return plain(await live(seed));
  } catch (error) {
    const sentence = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { seed, broken: [sentence], counts: {}, virtualMs: 0, recoveredMs: null };
  }
}

function plain(outcome: Outcome): object {
  return { ...outcome, counts: Object.fromEntries(outcome.counts) };
}

const seed = numberAfter("--seed");
const from = numberAfter("--from");
if (seed !== null) await replay(seed, process.argv.includes("--trace"));
else if (from !== null) await many(from, numberAfter("--count") ?? 1, numberAfter("--step") ?? 1);
else say(USAGE);
