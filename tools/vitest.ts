import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Cases, countsLine, type Finding } from "./gate.ts";
import { root } from "./root.mjs";
import { runTool } from "./run.ts";

interface Case {
  readonly fullName: string;
  readonly status: string;
  /** Of a case that passed: what its first try failed with. */
  readonly failureMessages: readonly string[];
}

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly { readonly name: string; readonly assertionResults: readonly Case[] }[];
}

/** Real browsers on a busy machine may stumble once. So many cases in a run may need their second try, each by name; more is a defect. */
const SECOND_TRIES_MAX = 2;

/**
 * Runs vitest projects and counts what ran. `folders` are where each of them must have had at least one case: a
 * suite that ran nothing says nothing.
 */
export async function runTests(
  projects: readonly string[],
  folders: readonly string[],
  options: {
    readonly echo?: boolean;
    readonly env?: Readonly<Record<string, string>>;
    /** Only these of the projects' files. */
    readonly files?: readonly string[];
  } = {},
): Promise<Finding> {
  mkdirSync(join(root, ".cache"), { recursive: true });
  const file = join(root, ".cache", `tests-${String(process.pid)}.json`);
  const args = ["run", ...(options.files ?? []), ...projects.map((name) => `--project=${name}`)];
  args.push("--reporter=default", "--reporter=json", `--outputFile.json=${file}`);
  const { ok, output } = await runTool("vitest", "vitest", args, options);
  const report = readReport(file);
  if (report === undefined) return { checked: 0, unit: "test cases", problems: [output] };
  const cases = countCases(report);
  const empty = folders.filter((folder) => !report.testResults.some((result) => ranIn(result, folder)));
  const problems = empty.map((folder) => `No test case ran in ${folder}.`);
  const again = secondTries(report);
  if (again.length > SECOND_TRIES_MAX) {
    problems.push(`${again.length} cases needed a second try, and ${SECOND_TRIES_MAX} may.`);
  }
  if (!ok) problems.unshift(options.echo === true ? "See the output above." : output);
  // A file that broke before its first case is no failed case, so it must not look like one that passed.
  const broken = !ok && cases.failed === 0;
  return {
    checked: cases.passed + cases.failed,
    unit: "test cases",
    notes: [
      countsLine(cases),
      ...again,
      ...(broken ? ["a test file or the runner broke outside any case"] : []),
    ],
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

function secondTries(report: Report): readonly string[] {
  return report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status, failureMessages }) => status === "passed" && failureMessages.length > 0)
    .map(
      ({ fullName, failureMessages: [first = ""] }) =>
        `second try: ${fullName}: ${first.split("\n")[0] ?? ""}`,
    );
}

function ranIn(result: Report["testResults"][number], folder: string): boolean {
  return result.name.startsWith(join(root, folder)) && result.assertionResults.length > 0;
}
