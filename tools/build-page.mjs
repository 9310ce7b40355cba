import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { root, say, stop } from "./root.mjs";
import { repositoryNode } from "./node.mjs";

const page = join(root, "packages/web");
const dist = join(page, "dist");
const stamp = join(dist, ".vite/tacet-sources");
const sources = ["web", "client", "core", "wire"].map((name) => join(root, "packages", name));
const skipped = new Set(["node_modules", "dist", "test"]);

/**
 * Builds packages/web/dist when the sources of the page, or the lock file, changed since the last build.
 * @param {string} node the repository's Node
 */
export function buildPage(node) {
  const wanted = sourceHash();
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) build(node, wanted);
  nameCommit();
}

/**
 * @param {string} node
 * @param {string} wanted the hash of the sources
 */
function build(node, wanted) {
  if (!existsSync(join(page, "index.html"))) {
    throw new Error(
      "packages/web/index.html is missing, so the page cannot be built. Restore it and try again.",
    );
  }
  say("Building the page.");
  const fresh = join(root, ".cache", `page-${process.pid}`);
  mkdirSync(fresh, { recursive: true });
  try {
    vite(node, fresh);
    mkdirSync(join(fresh, ".vite"), { recursive: true });
    writeFileSync(join(fresh, ".vite/tacet-sources"), wanted);
    // Built aside and moved into place: a build that fails leaves the page that was there.
    rmSync(dist, { recursive: true, force: true });
    renameSync(fresh, dist);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** Says beside the page which commit it was served from, for /version.json. Without git there is nothing to say. */
function nameCommit() {
  const file = join(dist, "commit.txt");
  const run = spawnSync("git", ["rev-parse", "HEAD"], { cwd: root, encoding: "utf8" });
  const commit = run.status === 0 ? run.stdout.trim() : "unknown";
  if (!existsSync(file) || readFileSync(file, "utf8") !== commit) writeFileSync(file, commit);
}

/**
 * @param {string} node
 * @param {string} outDir
 */
function vite(node, outDir) {
  const program = join(root, "node_modules/vite/bin/vite.js");
  const flags = ["build", "--outDir", outDir, "--emptyOutDir", "--manifest", "--logLevel", "warn"];
  const run = spawnSync(node, [program, ...flags], {
    cwd: page,
    encoding: "utf8",
    env: { ...process.env, NODE_ENV: "production", NO_COLOR: "1", FORCE_COLOR: "0" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (run.status === 0) return;
  const said = `${run.stdout ?? ""}${run.stderr ?? ""}`.trim().slice(-4000);
  throw new Error(`The page did not build. Correct what Vite names and try again:\n${said}`);
}

function sourceHash() {
  const hash = createHash("sha256");
  const files = [join(root, "package-lock.json"), ...sources.flatMap(filesIn).sort()];
  for (const file of files) {
    hash.update(`${relative(root, file)}\0`).update(createHash("sha256").update(readFileSync(file)).digest());
  }
  return hash.digest("hex");
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (skipped.has(entry.name) || entry.name.startsWith(".")) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesIn(path) : entry.isFile() ? [path] : [];
  });
}

if (fileURLToPath(import.meta.url) === process.argv[1]) {
  try {
    buildPage(repositoryNode());
  } catch (error) {
    stop(error instanceof Error ? error.message : String(error), 1);
  }
}
