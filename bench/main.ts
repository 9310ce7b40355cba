// Regenerates the published numbers and prints a table: npm run bench [-- join fan-out files first-load groups idle-sockets pipe-speed start terminal-start]

import { buildPage } from "../tools/build-page.mjs";
import { benchFiles } from "./files-speed.ts";
import { benchFilesFar } from "./files-far.ts";
import { benchFilesLong } from "./files-long.ts";
import { benchFanOut } from "./fan-out.ts";
import { benchFirstLoad } from "./first-load.ts";
import { benchGroups } from "./groups.ts";
import { benchIdleSockets } from "./idle-sockets.ts";
import { benchJoin } from "./join.ts";
import { benchJoinFar } from "./join-far.ts";
import { benchPipe } from "./pipe-speed.ts";
import { type Result, type Row, keep, loadNow, table } from "./report.ts";
import { benchStart } from "./start.ts";
import { benchTerminalStart } from "./terminal-start.ts";

const ROUNDS = 20;
const FAR_ROUNDS = 7;
const SOCKETS = 2_000;
const FAN_OUT_ROUNDS = 4;
const STARTS = 5;
const TERMINAL_STARTS = 20;
const TRANSFERS = 10;
const FAR_TRANSFERS = 3;
const PIPES = 10;
const LONG_BYTES = 1_073_741_824;

const benches = new Map<string, () => Promise<Result>>([
  ["join", () => benchJoin(ROUNDS)],
  ["join-far", () => benchJoinFar(FAR_ROUNDS)],
  ["files-speed", () => benchFiles(TRANSFERS)],
  ["files-long", () => benchFilesLong(LONG_BYTES)],
  ["files-far", () => benchFilesFar(FAR_TRANSFERS)],
  ["fan-out", () => benchFanOut(FAN_OUT_ROUNDS)],
  ["first-load", benchFirstLoad],
  ["groups", benchGroups],
  ["idle-sockets", () => benchIdleSockets(SOCKETS)],
  ["pipe-speed", () => benchPipe(PIPES)],
  ["start", () => benchStart(STARTS)],
  ["terminal-start", () => benchTerminalStart(TERMINAL_STARTS)],
]);

/** A name stands for all that begin with it: "files" for "files-long" too. */
const namesOf = (asked: string): readonly string[] =>
  [...benches.keys()].filter((name) => name === asked || name.startsWith(`${asked}-`));
const asked = process.argv.slice(2);
const wanted = asked.length > 0 ? asked.flatMap(namesOf) : [...benches.keys()];
const unknown = asked.filter((name) => namesOf(name).length === 0);
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
  if (result.notMeasured !== undefined) {
    console.log(`${name} is not measured. ${result.notMeasured}`);
    continue;
  }
  keep(result, before);
  rows.push(...result.rows);
}
console.log(`\n${table(rows)}\n\nload ${loadNow().toFixed(2)}; everything measured is in bench/results`);
process.exitCode = rows.every(({ measured, atMost }) => measured <= atMost) ? 0 : 1;
