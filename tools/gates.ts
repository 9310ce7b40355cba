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

/** The gates that need no browser, cheapest answer first. */
export const gates: readonly Gate[] = [
  { name: "node", run: checkNode },
  { name: "types", run: checkTypes },
  { name: "lint", run: checkLint },
  { name: "format", run: checkFormat },
  { name: "unused", run: checkUnused },
  { name: "imports", run: later(checkImports) },
  { name: "measures", run: later(measure) },
  {
    name: "tests",
    run: () =>
      runTests(
        [...packageNames, "simulation"],
        [...packageNames.map((name) => `packages/${name}/test`), "simulation"],
      ),
  },
  { name: "api", run: later(() => apiReport({ write: false })) },
  { name: "size", run: later(sizeBudget) },
];
