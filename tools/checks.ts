import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { filesUnder, packageNames, withoutRoot } from "./files.ts";
import type { Finding } from "./gate.ts";
import { root } from "./root.mjs";
import { runTool } from "./run.ts";

const code = [".ts", ".tsx"];

/** The repository's Node runs everything: a shell's older one would pass by accident. */
export async function checkNode(): Promise<Finding> {
  const major = Number.parseInt(process.versions.node, 10);
  const problems =
    major >= 24 ? [] : [`This is Node ${process.version}; run "npm run verify", which brings its own.`];
  return Promise.resolve({ checked: 1, unit: `runtime (${process.version})`, problems });
}

/** One thread to a project, and as many projects at once as there are processors: more of either is more work, and takes longer. */
const threads = ["--checkers", "1", "--builders", String(availableParallelism())];

/** Compiles every project, and finds the source files that no project looks at. */
export async function checkTypes(): Promise<Finding> {
  const { ok, output } = await runTool("typescript", "tsc", ["-b", "--pretty", "false", ...threads]);
  const compiled = compiledFiles();
  const missed = filesUnder("", code).filter((path) => !compiled.has(path));
  const problems = ok ? [] : [withoutEchoes(withoutRoot(output))];
  if (ok && missed.length > 0)
    problems.push(`No tsconfig.json includes ${missed.join(", ")}: add it to one.`);
  return { checked: compiled.size, unit: "files", problems };
}

/** An error in a source file shows again in the declarations made from it. */
function withoutEchoes(output: string): string {
  const lines = output.split("\n");
  const own = lines.filter((line) => !line.startsWith(".cache/"));
  return own.some((line) => line.includes("error")) ? own.join("\n") : output;
}

/** The files of ours that the compiler's own records name. */
function compiledFiles(): ReadonlySet<string> {
  const folder = join(root, ".cache/types");
  const ours = new Set(filesUnder("", code));
  return new Set(buildRecords(folder).filter((path) => ours.has(path)));
}

function buildRecords(folder: string): readonly string[] {
  const names = packageNames.flatMap((name) => [name, `${name}-test`]);
  return [...names, "vectors", "e2e", "bench", "simulation", "tools", "samples"].flatMap((name) => {
    const record = readRecord(join(folder, `${name}.tsbuildinfo`));
    return record.map((path) => withoutRoot(resolve(folder, path)));
  });
}

function readRecord(path: string): readonly string[] {
  try {
    const record = JSON.parse(readFileSync(path, "utf8")) as { readonly fileNames?: readonly string[] };
    return record.fileNames ?? [];
  } catch {
    // A project without files leaves no record.
    return [];
  }
}

export async function checkLint(): Promise<Finding> {
  const { ok, output } = await runTool("oxlint", "oxlint", ["--type-aware"]);
  return { checked: numberIn(output, /on (\d+) files/), unit: "files", problems: ok ? [] : [output] };
}

export async function checkFormat(): Promise<Finding> {
  const { ok, output } = await runTool("oxfmt", "oxfmt", ["--check"]);
  const advice = 'Run "npx oxfmt" on the files named above.';
  return { checked: numberIn(output, /on (\d+) files/), unit: "files", problems: ok ? [] : [output, advice] };
}

export async function checkUnused(): Promise<Finding> {
  const { ok, output } = await runTool("knip", "knip", [
    "--no-progress",
    "--no-config-hints",
    "--performance",
  ]);
  const [words = "", table = ""] = output.split(/^Name +size/m);
  // The table is there for its count alone: how many files knip read for imports and exports.
  return {
    checked: numberIn(table, /getImportsAndExports\s+(\d+)/),
    unit: "files",
    problems: ok ? [] : [words],
  };
}

function numberIn(text: string, pattern: RegExp): number {
  return Number.parseInt(pattern.exec(text)?.[1] ?? "0", 10);
}
