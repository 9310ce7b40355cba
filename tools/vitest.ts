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

interface TestOptions {
  readonly echo?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** Only these of the projects' files. */
  readonly files?: readonly string[];
}

/**
 * Runs vitest projects and counts what ran. `folders` are where each of them must have had at least one case: a
 * suite that ran nothing says nothing.
 */
export async function runTests(
  projects: readonly string[],
  folders: readonly string[],
  options: TestOptions = {},
): Promise<Finding> {
  mkdirSync(join(root, ".cache"), { recursive: true });
  const { ok, output, report } = await runVitest(projects, options);
  if (report === undefined) return { checked: 0, unit: "test cases", problems: [output] };
  const { testResults: results } = report;
  const cases = countCases(report);
  const empty = folders.filter((folder) => !results.some((result) => ranIn(result, folder)));
  const problems = empty.map((folder) => `No test case ran in ${folder}.`);
  const again = secondTries(results);
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
      ...failures(results),
      ...(broken ? ["a test file or the runner broke outside any case"] : []),
    ],
    problems,
    cases,
  };
}

async function runVitest(
  projects: readonly string[],
  options: TestOptions,
): Promise<{ readonly ok: boolean; readonly output: string; readonly report: Report | undefined }> {
  const file = join(root, ".cache", `tests-${String(process.pid)}.json`);
  const args = ["run", ...(options.files ?? []), ...projects.map((name) => `--project=${name}`)];
  args.push("--reporter=default", "--reporter=json", `--outputFile.json=${file}`);
  const run = await runTool("vitest", "vitest", args, options);
  return { ...run, report: readReport(file) };
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

function secondTries(results: Report["testResults"]): readonly string[] {
  return told(results, "passed").map((line) => `second try: ${line}`);
}

/** Once more at the end, where whoever reads a long output finds them. */
function failures(results: Report["testResults"]): readonly string[] {
  return told(results, "failed").map((line) => `failed: ${line}`);
}

/** Cases that ended so and had something go wrong, each with its first line. */
function told(results: Report["testResults"], ended: string): readonly string[] {
  return results
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status, failureMessages }) => status === ended && failureMessages.length > 0)
    .map(({ fullName, failureMessages: [first = ""] }) => `${fullName}: ${first.split("\n")[0] ?? ""}`);
}

function ranIn(result: Report["testResults"][number], folder: string): boolean {
  return result.name.startsWith(join(root, folder)) && result.assertionResults.length > 0;
}
