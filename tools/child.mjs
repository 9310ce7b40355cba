import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { root, stop } from "./root.mjs";

/** @type {readonly NodeJS.Signals[]} */
const forwarded = ["SIGTERM", "SIGINT", "SIGHUP"];

/** How often to ask whether the npm that started us is still there. */
const parentCheckMs = 100;

/**
 * Runs a program of the repository in our place: same terminal, signals passed on, its exit code becomes ours.
 * @param {string} node the repository's Node
 * @param {string[]} args
 * @param {string} cwd where it runs
 */
export function handOver(node, args, cwd = root) {
  const child = spawn(node, args, { cwd, stdio: "inherit", env: environment() });
  for (const signal of forwarded) process.on(signal, () => child.kill(signal));
  const watch = watchParent(() => child.kill("SIGTERM"));
  child.on("error", (error) =>
    stop(`${node} could not be started: ${error.message}. Remove node_modules and try again.`, 1),
  );
  child.on("exit", (code, signal) => {
    clearInterval(watch);
    process.exit(code ?? signalCode(signal));
  });
}

/** The repository's own tools come first, then what the machine has. */
function environment() {
  const path = `${join(root, "node_modules/.bin")}${delimiter}${process.env["PATH"] ?? ""}`;
  return { NODE_COMPILE_CACHE: join(root, ".cache/node"), ...process.env, PATH: path };
}

/**
 * npm passes SIGTERM to a shell, and a shell need not pass it to us; killed outright, npm passes nothing at all.
 * When the npm that started us has gone, the work it asked for ends too. Outside `npm run` a parent may leave on
 * purpose.
 * @param {() => void} gone
 */
function watchParent(gone) {
  if (process.env["npm_lifecycle_event"] === undefined || process.platform === "win32") return undefined;
  const before = lineage();
  const watch = setInterval(() => {
    if (lineage() === before) return;
    clearInterval(watch);
    gone();
  }, parentCheckMs);
  return watch;
}

/** Our parent, and npm behind it where that parent is npm's shell (Linux tells, elsewhere the parent must do). */
function lineage() {
  try {
    const [, name, parent] =
      /\((.*)\) \S (\d+)/.exec(readFileSync(`/proc/${process.ppid}/stat`, "utf8")) ?? [];
    return name?.endsWith("sh") ? `${process.ppid} ${parent ?? ""}` : `${process.ppid}`;
  } catch {
    return `${process.ppid}`;
  }
}

/** @param {NodeJS.Signals | null} signal */
function signalCode(signal) {
  if (signal === "SIGINT") return 130;
  return signal === "SIGTERM" ? 143 : 1;
}
