// The simulator on all processors (simulation/main.ts): npm run campaign simulation [count], or -- --seed 123 --trace for one.

import { type ChildProcess, spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Finding } from "./gate.ts";
import { root } from "./root.mjs";

interface Line {
  readonly seed: number;
  readonly broken: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
  readonly virtualMs: number;
  readonly recoveredMs: number | null;
}

interface Sum {
  seeds: number;
  virtualMs: number;
  worstMs: number;
  readonly counts: Map<string, number>;
  readonly problems: string[];
}

const program = join(root, "simulation", "main.ts");
/** A campaign of 20,000 seeds takes some five minutes on two processors. */
const TIME_MS_MAX = 1_800_000;
const PROGRESS_MS = 10_000;
const PROBLEMS_MAX = 20;

/** Seeds 1 to `count`, shared out among as many processes as there are processors. */
export async function simulate(count: number): Promise<Finding> {
  const sum: Sum = { seeds: 0, virtualMs: 0, worstMs: 0, counts: new Map(), problems: [] };
  const started = performance.now();
  const workers = Math.min(availableParallelism(), count);
  const children = Array.from({ length: workers }, (_, at) =>
    start(["--from", `${at + 1}`, "--count", `${count - at}`, "--step", `${workers}`]),
  );
  const progress = setInterval(() => {
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    console.log(`       ${sum.seeds} of ${count} seeds, ${sum.problems.length} broken, ${seconds} s`);
  }, PROGRESS_MS);
  const limit = setTimeout(() => {
    sum.problems.push(`Half an hour is over; ${sum.seeds} of ${count} seeds were done.`);
    for (const child of children) child.kill();
  }, TIME_MS_MAX);
  await Promise.all(children.map((child) => read(child, sum)));
  clearInterval(progress);
  clearTimeout(limit);
  if (sum.seeds < count && sum.problems.length === 0)
    sum.problems.push("A process ended before its seeds did.");
  return { checked: sum.seeds, unit: "seeds", notes: notesOf(sum), problems: sum.problems };
}

/** One seed again, with what happened in it; the exit code says whether it holds. */
export async function replay(seed: number, traced: boolean): Promise<number> {
  const args = ["--seed", `${seed}`, ...(traced ? ["--trace"] : [])];
  const child = spawn(process.execPath, [program, ...args], { cwd: root, stdio: "inherit" });
  return new Promise((resolve) => {
    child.on("close", (code) => {
      resolve(code ?? 1);
    });
  });
}

function start(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [program, ...args], { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
}

async function read(child: ChildProcess, sum: Sum): Promise<void> {
  if (child.stdout === null) return;
  for await (const text of createInterface({ input: child.stdout })) add(JSON.parse(text) as Line, sum);
}

function add({ seed, broken, counts, virtualMs, recoveredMs }: Line, sum: Sum): void {
  sum.seeds += 1;
  sum.virtualMs += virtualMs;
  sum.worstMs = Math.max(sum.worstMs, recoveredMs ?? 0);
  for (const [name, times] of Object.entries(counts))
    sum.counts.set(name, (sum.counts.get(name) ?? 0) + times);
  if (broken.length === 0 || sum.problems.length >= PROBLEMS_MAX) return;
  // Said at once too: who waits for the rest may look at it meanwhile.
  console.log(`       seed ${seed} fails`);
  sum.problems.push(
    `Seed ${seed}: ${broken.join("; ")}\n  Replay it with: npm run campaign simulation -- --seed ${seed} --trace`,
  );
}

function notesOf({ virtualMs, worstMs, counts }: Sum): readonly string[] {
  const days = (virtualMs / 86_400_000).toFixed(1);
  const happened = [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, times]) => `${name} ${times}`);
  return [
    `${days} virtual days; the longest recovery took ${(worstMs / 1000).toFixed(0)} virtual seconds`,
    happened.join(", "),
  ];
}
