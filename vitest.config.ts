import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const root = fileURLToPath(new URL(".", import.meta.url));

/** The published vector suites: TACET_VECTORS, else the folder beside the checkout; relative to the root. */
const vectors = resolve(root, process.env["TACET_VECTORS"] ?? "../shared/vectors");

const packages = ["core", "wire", "client", "relay", "web", "cli"].map((name) => ({
  test: {
    name,
    root,
    environment: "node",
    include: [`packages/${name}/test/**/*.test.{ts,tsx}`],
    // No module of the others keeps anything between two uses, so their files share a worker and what it has loaded: that halves their time.
    // What a test has to clear away it registers with itself: a hook of a module that several files load is heard in the first alone.
    isolate: name === "web",
    env: { TACET_VECTORS: vectors },
    // A busy machine is slow and not wrong: what never comes still fails.
    testTimeout: 120_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
  },
}));

const simulation = {
  test: {
    name: "simulation",
    root,
    environment: "node",
    include: ["simulation/**/*.test.ts"],
    // Hundreds of histories are one case.
    testTimeout: 300_000,
  },
};

/** What only a campaign runs, and asks for by name. */
const CAMPAIGN = ["silences", "pipes"]
  .filter((name) => process.env[`TACET_${name.toUpperCase()}`] !== undefined)
  .map((name) => `e2e/${name}.campaign.ts`);

const browsers = {
  test: {
    name: "e2e",
    root,
    environment: "node",
    include: ["e2e/**/*.test.ts", ...CAMPAIGN],
    env: { TACET_VECTORS: vectors },
    // A browser starts in seconds on a busy machine; a hung one must still end the run.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // Each second try is reported by name, and only few may be needed (tools/vitest.ts).
    retry: 1,
    // What waits leaves the processors to another file, and two that work at once load two of them: more would make each other late.
    maxWorkers: Math.max(2, Math.min(4, Math.floor(availableParallelism() / 2))),
    sequence: { groupOrder: 1 },
    // Files lend each other their browsers (e2e/harness/shelf.ts); everything else is the file's own.
    isolate: false,
  },
};

/** The longest first, measured, so that two lanes end together: vitest knows what took long only where it has run before. */
const LONGEST = [
  "traces",
  "long",
  "trouble",
  "hostile",
  "transfers",
  "files",
  "ending",
  "engines",
  "actions",
  "admission",
  "recovery",
  "networks",
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const at = LONGEST.findIndex((name) => moduleId.endsWith(`e2e/${name}.test.ts`));
      return at < 0 ? LONGEST.length : at;
    };
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}

// One worker fewer than there are processors is what vitest takes by itself: on two that is one at a time.
export default defineConfig({
  test: {
    projects: [...packages, simulation, browsers],
    maxWorkers: Math.max(2, availableParallelism() - 1),
    sequence: { sequencer: LongestFirst },
  },
});
