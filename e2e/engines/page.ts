/// <reference types="vite/client" />
import "./node.ts";
import { conversationGroups } from "./session.ts";
import { type Group, group } from "./suite.ts";
import { collected, skippedSoFar } from "./vitest.ts";

/** What a driver reads when it is there. */
export interface EngineReport {
  readonly groups: readonly Group[];
  readonly error: string | null;
}

declare global {
  interface Window {
    engine?: EngineReport;
  }
}

/** The very files that run under Node, each a group of its own. */
const files = import.meta.glob([
  "../../packages/core/test/**/*.test.ts",
  // It watches every copy that is made, with what a test runner has for that.
  "!../../packages/core/test/erased.test.ts",
  // It sets Node's ciphers beside WebCrypto, of which an engine has the second alone: what that seals is in the vectors of files.
  "!../../packages/core/test/indexed-aead.test.ts",
  // It takes suites of the library's own, for which a bundler would need packages that are not here.
  "!../../packages/core/test/external/passive.test.ts",
  // Seconds of rooms on keys that are none: what an engine could get wrong of groups shows in their vectors, and in one room on X-Wing.
  "!../../packages/core/test/group/{hostile,faults}.test.ts",
]);

/** Which way Node takes is no question for a browser; what each engine takes is asked below. */
const OF_NODE = /on Node \d+/;

/**
 * What repeats itself, or plants faults: it says something of core or of the test itself, and no more of an engine than the rest does. All of it
 * runs under Node, and in the engines by npm run campaign engines, which asks for `?loops`.
 */
const LOOPS = /(?<!ristretto)\.property\.test|\/faults\.test|group\/(?:drawn|own)\.test/;
/** Of the rooms for many the one on real keys is a whole course. */
const LOOP_CASES = /^rooms that change under everybody's hands > (?!one on X-Wing itself)/;

async function run(): Promise<EngineReport> {
  const groups: Group[] = [];
  const loops = new URLSearchParams(location.search).has("loops");
  for (const [path, load] of Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!loops && LOOPS.test(path)) continue;
    const before = collected().length;
    const skips = skippedSoFar();
    await load();
    // Published vectors that are not here, which Node's own run has said in a line.
    if (collected().length === before && skippedSoFar() > skips) continue;
    groups.push(
      await group(
        path.replace("../../packages/", ""),
        collected()
          .slice(before)
          .filter(({ name }) => !OF_NODE.test(name) && (loops || !LOOP_CASES.test(name))),
      ),
    );
  }
  return { groups: [...groups, ...(await conversationGroups())], error: null };
}

run().then(
  (report) => {
    window.engine = report;
  },
  (error: unknown) => {
    window.engine = {
      groups: [],
      error: error instanceof Error ? `${error.message} ${error.stack ?? ""}` : String(error),
    };
  },
);
