// Regenerates the published numbers and prints a table: npm run bench [-- join first-load idle-sockets start]

import { buildPage } from "../tools/build-page.mjs";
import { benchFirstLoad } from "./first-load.ts";
import { benchIdleSockets } from "./idle-sockets.ts";
import { benchJoin } from "./join.ts";
import { type Result, type Row, keep, loadNow, table } from "./report.ts";
import { benchStart } from "./start.ts";

const ROUNDS = 20;
const SOCKETS = 2_000;
const STARTS = 5;

const benches = new Map<string, () => Promise<Result>>([
  ["join", () => benchJoin(ROUNDS)],
  ["first-load", benchFirstLoad],
  ["idle-sockets", () => benchIdleSockets(SOCKETS)],
  ["start", () => benchStart(STARTS)],
]);

const wanted = process.argv.length > 2 ? process.argv.slice(2) : [...benches.keys()];
const unknown = wanted.filter((name) => !benches.has(name));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(", ")}. Use: ${[...benches.keys()].join(", ")}.`);
  process.exit(2);
}

buildPage(process.execPath);
const rows: Row[] = [];
for (const name of wanted) {
  const before = loadNow();
  console.log(`${name}, load ${before.toFixed(2)}`);
  const result = await benches.get(name)?.();
  if (result === undefined) continue;
  keep(result, before);
  rows.push(...result.rows);
}
console.log(`\n${table(rows)}\n\nload ${loadNow().toFixed(2)}; everything measured is in bench/results`);
process.exitCode = rows.every(({ measured, atMost }) => measured <= atMost) ? 0 : 1;
