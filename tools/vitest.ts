import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Cases, countsLine, type Finding } from "./gate.ts";
import { root } from "./root.mjs";
import { runTool } from "./run.ts";

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly { readonly name: string; readonly assertionResults: readonly unknown[] }[];
}

/**
 * Runs vitest projects and counts what ran. `folders` are where each of them must have had at least one case: a
 * suite that ran nothing says nothing.
 */
export async function runTests(
  projects: readonly string[],
  folders: readonly string[],
  options: { readonly echo?: boolean; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<Finding> {
  mkdirSync(join(root, ".cache"), { recursive: true });
  const file = join(root, ".cache", `tests-${String(process.pid)}.json`);
  const args = ["run", ...projects.map((name) => `--project=${name}`)];
  args.push("--reporter=default", "--reporter=json", `--outputFile.json=${file}`);
  const { ok, output } = await runTool("vitest", "vitest", args, options);
  const report = readReport(file);
  if (report === undefined) return { checked: 0, unit: "test cases", problems: [output] };
  const cases = countCases(report);
  const empty = folders.filter((folder) => !report.testResults.some((result) => ranIn(result, folder)));
  const problems = empty.map((folder) => `No test case ran in ${folder}.`);
  if (!ok) problems.unshift(options.echo === true ? "See the output above." : output);
  // A file that broke before its first case is no failed case, so it must not look like one that passed.
  const broken = !ok && cases.failed === 0;
  return {
    checked: cases.passed + cases.failed,
    unit: "test cases",
    notes: [countsLine(cases), ...(broken ? ["a test file or the runner broke outside any case"] : [])],
    problems,
    cases,
  };
}

function readReport(file: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Report;
  } catch {
    return undefined;
  } finally {
    rmSync(file, { force: true });
  }
}

function countCases(report: Report): Cases {
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function ranIn(result: Report["testResults"][number], folder: string): boolean {
  return result.name.startsWith(join(root, folder)) && result.assertionResults.length > 0;
}
