import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** Where vectors that nobody here wrote lie: TACET_VECTORS, else beside the repository (vectors/README.md). */
const FOLDER: string =
  process.env["TACET_VECTORS"] ??
  resolve(fileURLToPath(new URL("../../../../", import.meta.url)), "../shared/vectors");

/** Whether they are here. Says in one line when they are not. */
export function published(what: string): boolean {
  const here = existsSync(FOLDER);
  if (!here) console.log(`${what}: no published vectors at TACET_VECTORS, nothing ran`);
  return here;
}

export function readPublished(file: string): unknown {
  return JSON.parse(readFileSync(resolve(FOLDER, file), "utf8"));
}

/** One Wycheproof case with its group's fields beside its own; all byte fields are hex. */
export interface WycheproofCase {
  readonly tcId: number;
  readonly result: "valid" | "invalid" | "acceptable";
  readonly flags: readonly string[];
  readonly [field: string]: unknown;
}

export function wycheproof(name: string): readonly WycheproofCase[] {
  const file = readPublished(`wycheproof/${name}_test.json`) as {
    readonly numberOfTests: number;
    readonly testGroups: readonly ({ readonly tests: readonly WycheproofCase[] } & Record<string, unknown>)[];
  };
  const cases = file.testGroups.flatMap(({ tests, ...group }) => tests.map((one) => ({ ...group, ...one })));
  if (cases.length !== file.numberOfTests) throw new Error(`${name}: ${String(cases.length)} cases read`);
  return cases;
}

/** Prints what ran; a suite that ran nothing fails. */
export function ran(what: string, count: number, of = count): void {
  console.log(`${what}: ${String(count)} of ${String(of)} published cases ran`);
  if (count === 0) throw new Error(`${what}: nothing ran`);
}
