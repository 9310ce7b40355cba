import { apiReport } from "./api-report.ts";
import { checkFormat, checkLint, checkNode, checkTypes, checkUnused } from "./checks.ts";
import { packageNames } from "./files.ts";
import type { Finding, Gate } from "./gate.ts";
import { checkImports } from "./imports.ts";
import { measure } from "./measure.ts";
import { sizeBudget } from "./size.ts";
import { runTests } from "./vitest.ts";

const later =
  (check: () => Finding): (() => Promise<Finding>) =>
  async () =>
    Promise.resolve(check());

/** The gates that need no browser, cheapest answer first. @param isShort whether the longest tests show less, of which `npm test` shows all */
export const gatesOf = (isShort: boolean): readonly Gate[] => [
  { name: "node", run: checkNode },
  { name: "types", run: checkTypes },
  { name: "lint", run: checkLint, beside: true },
  { name: "unused", run: checkUnused, beside: true },
  { name: "format", run: checkFormat },
  { name: "imports", run: later(checkImports) },
  { name: "measures", run: later(measure) },
  { name: "api", run: later(() => apiReport({ write: false })) },
  { name: "size", run: later(sizeBudget) },
  { name: "tests", run: () => unitTests(isShort), alone: true },
];

function unitTests(isShort: boolean): Promise<Finding> {
  const folders = [...packageNames.map((name) => `packages/${name}/test`), "simulation"];
  return runTests([...packageNames, "simulation"], folders, { env: isShort ? { TACET_SHORT: "1" } : {} });
}
