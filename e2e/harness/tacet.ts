import { spawn } from "node:child_process";
import type { ChildProcessByStdio } from "node:child_process";
import { createRequire } from "node:module";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../packages/cli/src/main.ts", import.meta.url));
/** What was compiled once starts sooner. */
const COMPILED = fileURLToPath(new URL("../../.cache/node", import.meta.url));

export type Json = Readonly<Record<string, unknown>>;

/** A running `tacet`, with everything it has written so far. */
export interface Tacet {
  readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly pid: number;
  /** Everything on standard output and standard error. */
  out(): Buffer;
  errors(): string;
  /** The JSON events of standard output. */
  events(): readonly Json[];
  say(order: Json): void;
  /** Resolves with the first event that has these fields, past ones included. */
  until(fields: Json): Promise<Json>;
  /** Resolves with the first match on both outputs together. */
  untilSaid(words: RegExp): Promise<string>;
  /** Resolves with the exit code, or the name of the signal. */
  readonly exit: Promise<number | string>;
}

/** All that were started, so that a test that fails leaves none. */
const running = new Set<Tacet>();

export function stopAll(): void {
  for (const one of running) one.child.kill("SIGKILL");
  running.clear();
}

export interface TacetOptions {
  readonly relay?: string;
  readonly cwd?: string;
  readonly program?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Takes what comes on standard output, of which nothing is kept then. */
  readonly heard?: (part: Buffer) => void;
  /** So many KiB at most may a file have that it writes. */
  readonly fileKibMax?: number;
}

export function tacet(args: readonly string[], options: TacetOptions = {}): Tacet {
  needLibrary();
  const words = [process.execPath, options.program ?? MAIN, ...args];
  const limited = ["/bin/sh", "-c", `ulimit -f ${String(2 * (options.fileKibMax ?? 0))}; exec "$@"`, "sh"];
  const [command = "", ...rest] = options.fileKibMax === undefined ? words : [...limited, ...words];
  const child = spawn(command, rest, {
    cwd: options.cwd ?? process.cwd(),
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...(options.env ?? process.env), NODE_COMPILE_CACHE: COMPILED, TACET_RELAY: options.relay ?? "" },
  });
  const parts: Buffer[] = [];
  const complaints: Buffer[] = [];
  const checks = new Set<() => void>();
  const check = (): void => {
    for (const one of checks) one();
  };
  child.stdout.on("data", (part: Buffer) => {
    if (options.heard === undefined) parts.push(part);
    else options.heard(part);
    check();
  });
  child.stderr.on("data", (part: Buffer) => {
    complaints.push(part);
    check();
  });
  // A program that ended takes no more orders: what a test asks of it then shows in what the test awaits.
  child.stdin.on("error", () => undefined);
  const exit = new Promise<number | string>((resolve) => {
    child.on("close", (code, signal) => {
      running.delete(mine);
      resolve(code ?? signal ?? "");
      check();
    });
  });
  const out = (): Buffer => Buffer.concat(parts);
  const errors = (): string => Buffer.concat(complaints).toString("utf8");
  const events = (): readonly Json[] =>
    out()
      .toString("utf8")
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Json);
  const until = <Found>(find: () => Found | undefined, what: string): Promise<Found> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = find();
        if (found !== undefined) resolve(found);
        else if (child.exitCode !== null || child.signalCode !== null)
          reject(new Error(`tacet ended before ${what}: ${out().toString("utf8")}${errors()}`));
        else return;
        checks.delete(look);
      };
      checks.add(look);
      look();
    });
  const mine: Tacet = {
    child,
    pid: child.pid ?? 0,
    out,
    errors,
    events,
    say: (order) => void child.stdin.write(`${JSON.stringify(order)}\n`),
    until: (fields) => until(() => events().find((event) => has(event, fields)), JSON.stringify(fields)),
    untilSaid: (words) => until(() => words.exec(out().toString("utf8") + errors())?.[0], String(words)),
    exit,
  };
  running.add(mine);
  return mine;
}

/** Optional for whoever runs the program, and needed by what is said here of the direct way. */
function needLibrary(): void {
  try {
    createRequire(MAIN).resolve("node-datachannel");
  } catch {
    throw new Error("node-datachannel is not installed, so terminals find no direct way. Run npm ci.");
  }
}

function has(event: Json, fields: Json): boolean {
  return Object.entries(fields).every(([name, value]) => event[name] === value);
}
