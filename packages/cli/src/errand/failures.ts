import type { End } from "../say/ends.ts";
import { harmlessLine } from "../say/harmless.ts";

/** Files of one task that did not arrive. */
export interface Failures {
  add(name: string, why: string): void;
  /** What the task has come to; null while none has failed. */
  end(): End | null;
}

/** So many are named; of the others it is said how many they are. */
const NAMED_MAX = 20;

export function createFailures(): Failures {
  const named: string[] = [];
  let count = 0;
  return {
    add: (name, why) => {
      count += 1;
      if (named.length < NAMED_MAX) named.push(`${harmlessLine(name)}: ${why}`);
    },
    end: () => {
      if (count === 0) return null;
      const more = count > named.length ? `; and ${count - named.length} more` : "";
      return { failure: "failed", sentence: `Not everything arrived. ${named.join("; ")}${more}.` };
    },
  };
}
