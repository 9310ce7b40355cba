// Whether what lies in a clone is what its commit says (docs/release.md): only that may carry a release's signature.

import { spawnSync } from "node:child_process";

/** Why the sources in a folder are not those of its commit, as a sentence; null when they are. */
export function treeFault(folder: string): string | null {
  const run = spawnSync("git", ["status", "--porcelain"], { cwd: folder, encoding: "utf8" });
  if (run.status !== 0) return "This is no clone, so nobody can say of which commit the sources are.";
  return run.stdout === ""
    ? null
    : "The sources are not those of the commit: commit or remove what git status names.";
}
