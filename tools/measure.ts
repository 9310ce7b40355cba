// Hygiene measures over packages/*/src: lengths, forbidden syntax, suppressions, comment share. Alone:
// node tools/measure.ts

import limits from "./limits.json" with { type: "json" };
import { filesUnder, packageNames } from "./files.ts";
import type { Finding } from "./gate.ts";
import { type Comment, lineAt, readSource, type Source, type SyntaxNode, visit } from "./syntax.ts";

const suppression = /\b(?:oxlint-disable|eslint-disable)\S*|@ts-(?:expect-error|ignore|nocheck)\b/;
const unfinished = /\b(?:TODO|FIXME|XXX)\b/;
const functionTypes = new Set(["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"]);
const forbidden = new Map([
  ["TSAnyKeyword", "says any"],
  ["TSNonNullExpression", "asserts non-null with !"],
  ["ExportDefaultDeclaration", "has a default export"],
]);

export function measure(): Finding {
  const sources = packageNames
    .flatMap((name) => filesUnder(`packages/${name}/src`, [".ts", ".tsx"]))
    .map(readSource);
  const files = sources.map((source) => source.text.trimEnd().split("\n").length);
  const functions = sources.flatMap(functionLengths);
  const suppressed = suppressionsEverywhere();
  return {
    checked: sources.length,
    unit: "source files",
    notes: [
      `file lines: median ${String(quantile(files, 0.5))}, longest ${String(Math.max(0, ...files))}`,
      `functions: ${String(functions.length)}, p90 ${String(quantile(functions, 0.9))} lines, longest ${String(Math.max(0, ...functions))}`,
      `suppressions: ${String(suppressed.count)} of at most ${String(limits.suppressions)}`,
      `comment share: core ${commentShare(sources, "core")}, wire ${commentShare(sources, "wire")} (aim 12-25 %)`,
    ],
    problems: [
      ...lengthProblems(sources, files, functions),
      ...sources.flatMap(syntaxProblems),
      ...suppressed.problems,
    ],
  };
}

function lengthProblems(
  sources: readonly Source[],
  files: readonly number[],
  functions: readonly number[],
): readonly string[] {
  const long = sources.flatMap(({ path }, index) => {
    const lines = files[index] ?? 0;
    return lines > limits.fileLines
      ? [`${path} has ${String(lines)} lines; ${String(limits.fileLines)} is the most.`]
      : [];
  });
  const problems = [...long];
  const median = quantile(files, 0.5);
  if (median > limits.fileLinesMedian) {
    problems.push(
      `The median file has ${String(median)} lines; ${String(limits.fileLinesMedian)} is the aim.`,
    );
  }
  const longest = Math.max(0, ...functions);
  if (longest > limits.functionLines) {
    problems.push(
      `The longest function has ${String(longest)} lines; ${String(limits.functionLines)} is the most.`,
    );
  }
  const p90 = quantile(functions, 0.9);
  if (p90 > limits.functionLinesP90) {
    problems.push(
      `One function in ten has more than ${String(p90)} lines; ${String(limits.functionLinesP90)} is the aim.`,
    );
  }
  return problems;
}

/** Lines of code per function: blank lines and lines of comment alone are free, as they are for the linter. */
function functionLengths(source: Source): readonly number[] {
  const lengths: number[] = [];
  const silent = commentLines(source);
  const lines = source.text.split("\n");
  visit(source.program, (node) => {
    if (functionTypes.has(node.type)) lengths.push(codeLines(node, source.text, lines, silent));
  });
  return lengths;
}

function codeLines(
  node: SyntaxNode,
  text: string,
  lines: readonly string[],
  silent: ReadonlySet<number>,
): number {
  const first = lineAt(text, node.start);
  const last = lineAt(text, node.end);
  let count = 0;
  for (let line = first; line <= last; line++) {
    if (!silent.has(line) && (lines[line - 1] ?? "").trim() !== "") count++;
  }
  return count;
}

function syntaxProblems({ path, text, program, comments }: Source): readonly string[] {
  const problems: string[] = [];
  visit(program, (node) => {
    const what = forbidden.get(node.type);
    if (what !== undefined) problems.push(`${path}:${String(lineAt(text, node.start))} ${what}.`);
  });
  for (const comment of comments) {
    if (unfinished.test(comment.value)) {
      problems.push(
        `${path}:${String(lineAt(text, comment.start))} leaves a note to finish: do it, or open an issue.`,
      );
    }
  }
  return problems;
}

/** Suppressions in all code of the repository, tests and tools too. */
function suppressionsEverywhere(): { readonly count: number; readonly problems: readonly string[] } {
  const problems: string[] = [];
  let count = 0;
  for (const path of filesUnder("", [".ts", ".tsx", ".mjs"])) {
    const source = readSource(path);
    for (const [index, comment] of source.comments.entries()) {
      if (!suppression.test(comment.value)) continue;
      count++;
      if (!hasReason(source, comment, source.comments[index - 1])) {
        problems.push(
          `${path}:${String(lineAt(source.text, comment.start))} suppresses a check without its reason.`,
        );
      }
    }
  }
  if (count > limits.suppressions) {
    problems.push(
      `There are ${String(count)} suppressions; tools/limits.json allows ${String(limits.suppressions)}, and that number may only fall.`,
    );
  }
  return { count, problems };
}

/** The reason follows `--` or the directive itself, or is a comment on the line above. */
function hasReason(source: Source, comment: Comment, before: Comment | undefined): boolean {
  const said = comment.value.includes("--")
    ? (comment.value.split("--")[1] ?? "")
    : comment.value.includes("@ts-")
      ? comment.value.replace(suppression, "")
      : "";
  if (said.trim().length > 10) return true;
  if (before === undefined) return false;
  return lineAt(source.text, before.end) === lineAt(source.text, comment.start) - 1;
}

function commentShare(sources: readonly Source[], name: string): string {
  const mine = sources.filter(({ path }) => path.startsWith(`packages/${name}/`));
  const comments = mine.reduce((sum, source) => sum + commentLines(source).size, 0);
  const all = mine.reduce(
    (sum, { text }) => sum + text.split("\n").filter((line) => line.trim() !== "").length,
    0,
  );
  return all === 0 ? "none" : `${((100 * comments) / all).toFixed(0)} %`;
}

/** The numbers of the lines that hold nothing but comment. */
function commentLines({ text, comments }: Source): ReadonlySet<number> {
  const found = new Set<number>();
  for (const { start, end } of comments) {
    const lineStart = text.lastIndexOf("\n", start - 1) + 1;
    if (text.slice(lineStart, start).trim() !== "") continue;
    const first = lineAt(text, start);
    const last = lineAt(text, end);
    for (let line = first; line <= last; line++) found.add(line);
  }
  return found;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

if (import.meta.main) {
  const { checked, unit, notes = [], problems } = measure();
  console.log([`${String(checked)} ${unit}`, ...notes, ...problems].join("\n"));
  process.exitCode = problems.length === 0 ? 0 : 1;
}
