import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import { root } from "../e2e/harness/relay.ts";

/** One published number: what was measured, what it is held against, and whether it passes. */
export interface Row {
  readonly what: string;
  readonly measured: number;
  readonly unit: string;
  readonly atMost: number;
  /** What stands behind the number, in a few words. */
  readonly about: string;
}

export interface Result {
  readonly name: string;
  readonly rows: readonly Row[];
  /** Everything that was measured, so that anybody can compute the numbers again. */
  readonly samples: unknown;
  /** Why there are no rows: what this machine lacks, as a sentence. */
  readonly notMeasured?: string;
}

/** Keeps a result in bench/results with the machine, the commit and how busy the machine was. */
export function keep({ name, rows, samples }: Result, loadBefore: number): void {
  const folder = join(root, "bench/results");
  mkdirSync(folder, { recursive: true });
  const kept = {
    name,
    date: new Date().toISOString(),
    commit: git("rev-parse", "HEAD"),
    changed: git("status", "--porcelain", "--untracked-files=no") !== "",
    machine: {
      processors: cpus().length,
      model: cpus()[0]?.model ?? "unknown",
      memoryBytes: totalmem(),
      system: `${process.platform} ${process.arch}`,
      node: process.version,
    },
    load: { before: loadBefore, after: loadNow() },
    rows,
    samples,
  };
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(kept, null, 2)}\n`);
}

export function loadNow(): number {
  return Number((loadavg()[0] ?? 0).toFixed(2));
}

/** The table that ends a run: each number with its bound and the share of the bound that it uses. */
export function table(rows: readonly Row[]): string {
  const cells = rows.map(({ what, measured, unit, atMost, about }) => [
    measured <= atMost ? "ok" : "OVER",
    what,
    `${format(measured)} ${unit}`,
    `${format(atMost)} ${unit}`,
    `${Math.round((100 * measured) / atMost)} %`,
    about,
  ]);
  const all = [["", "what", "measured", "at most", "of it", "about"], ...cells];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

function format(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(2);
}

function git(...args: readonly string[]): string {
  try {
    return execFileSync("git", args, { cwd: root, encoding: "utf8" }).trim();
  } catch {
    return "unknown";
  }
}
