import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, say } from "./root.mjs";

const lockFile = join(root, "package-lock.json");
const installed = join(root, "node_modules");
const stamp = join(installed, ".tacet-lock");

/** Restores node_modules from the lock file when it is absent or belongs to another lock file. */
export function ensureInstalled() {
  const lock = readFileSync(lockFile);
  const wanted = createHash("sha256").update(lock).digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  if (!matches(lock.toString("utf8"))) restore();
  mkdirSync(installed, { recursive: true });
  writeFileSync(stamp, wanted);
}

/**
 * True when npm's own record of what it installed has every package of the lock file: somebody ran npm by hand.
 * @param {string} lock
 */
function matches(lock) {
  const record = join(installed, ".package-lock.json");
  if (!existsSync(record)) return false;
  const present = packagesOf(readFileSync(record, "utf8"));
  return Object.entries(packagesOf(lock)).every(([path, wanted]) => {
    if (!path.startsWith("node_modules/") || wanted.link === true) return true;
    const found = present[path];
    return found === undefined ? wanted.optional === true : found.version === wanted.version;
  });
}

/**
 * @param {string} text a lock file
 * @returns {Record<string, {version?: string, optional?: boolean, link?: boolean}>}
 */
function packagesOf(text) {
  return JSON.parse(text).packages ?? {};
}

function restore() {
  say("Installing what is missing (up to a minute the first time).");
  const [command, ...before] = npm();
  const run = spawnSync(command, [...before, "ci", "--ignore-scripts", "--loglevel=error"], {
    cwd: root,
    encoding: "utf8",
    shell: process.platform === "win32" && before.length === 0,
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (run.status === 0) return;
  const reason =
    run.error === undefined ? `${run.stdout}${run.stderr}`.trim().slice(-2000) : run.error.message;
  throw new Error(
    `npm could not install the dependencies. Check that npm 10 or newer reaches its registry and that the disk ` +
      `has 600 MB free, then run the same command again. npm said:\n${reason}`,
  );
}

/**
 * How to run npm: inside `npm run` with the Node that npm itself runs on, else by name.
 * @returns {[string, ...string[]]}
 */
function npm() {
  const { npm_execpath: program, npm_node_execpath: node } = process.env;
  if (program?.endsWith("npm-cli.js") && node !== undefined) return [node, program];
  return ["npm"];
}
