import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PATIENCE_MS, pause, until } from "./until.ts";

export const root: string = fileURLToPath(new URL("../../", import.meta.url));

const program = join(root, "packages/relay/src/main.ts");

/** Limits that guard a public relay would stop a test that makes a room every second from one address. */
const generous = { TACET_RATE_ROOMS_PER_MINUTE: "100000", TACET_RATE_SOCKETS_PER_MINUTE: "100000" };

const living = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of living) child.kill("SIGKILL");
});

export interface Relay {
  readonly origin: string;
  readonly port: number;
  readonly dataDir: string;
  readonly pid: () => number;
  /** What it has printed, from the first start on. */
  readonly output: () => string;
  /** Ends it as a host does, and starts it again on the same port with the same data. */
  restart(): Promise<void>;
  /** Ends it without a word, and starts it again. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

/** A real relay process on a free port of the loopback interface, with a data directory of its own. */
export async function startRelay(env: Readonly<Record<string, string>> = {}): Promise<Relay> {
  const port = await freePort();
  const dataDir = mkdtempSync(join(tmpdir(), "tacet-e2e-"));
  const printed: string[] = [];
  const start = (): Promise<ChildProcess> =>
    launch(port, { ...generous, TACET_DATA_DIR: dataDir, ...env }, printed);
  let child = await start();
  const again = async (signal: NodeJS.Signals): Promise<void> => {
    await end(child, signal);
    child = await start();
  };
  return {
    origin: `http://localhost:${port}`,
    port,
    dataDir,
    pid: () => child.pid ?? 0,
    output: () => printed.join(""),
    restart: () => again("SIGTERM"),
    crash: () => again("SIGKILL"),
    stop: async () => {
      await end(child, "SIGTERM");
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Runs the relay with exactly this environment until it ends by itself, or is ended after `withinMs`. */
export async function runRelay(
  env: Readonly<Record<string, string>>,
  withinMs = PATIENCE_MS,
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  const child = spawn(process.execPath, [program], {
    cwd: root,
    env: bare(env),
    stdio: ["ignore", "pipe", "pipe"],
  });
  living.add(child);
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString("utf8")));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString("utf8")));
  const closed = closing(child);
  const timer = setTimeout(() => child.kill("SIGKILL"), withinMs);
  await closed;
  clearTimeout(timer);
  return { code: child.exitCode, stdout, stderr };
}

async function launch(
  port: number,
  env: Readonly<Record<string, string>>,
  printed: string[],
): Promise<ChildProcess> {
  const child = spawn(process.execPath, [program], {
    cwd: root,
    env: bare({ HOST: "127.0.0.1", PORT: String(port), ...env }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  living.add(child);
  void closing(child); // Takes it off the list of the living.
  const keep = (chunk: Buffer): void => {
    printed.push(chunk.toString("utf8"));
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  const address = `http://127.0.0.1:${port}/ready`;
  await until(
    `the relay on port ${port}`,
    async () => {
      if (child.exitCode !== null)
        throw new Error(`the relay ended with ${child.exitCode}: ${printed.join("")}`);
      return (await fetch(address)).status === 200;
    },
    PATIENCE_MS,
    () => printed.join(""),
  );
  return child;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = closing(child);
  child.kill(signal);
  // The relay promises to stop within 5 s (spec/relay.md 8).
  const late = setTimeout(() => child.kill("SIGKILL"), 6_000);
  await closed;
  clearTimeout(late);
}

function closing(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    child.once("close", () => {
      living.delete(child);
      resolve();
    });
  });
}

/** Compiled once for all the relays below; the repository's own folder for such things. */
const CACHE = join(root, ".cache/node");

/** Nothing of this shell's settings may change what the relay does. */
function bare(env: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { PATH: process.env["PATH"], HOME: tmpdir(), NODE_COMPILE_CACHE: CACHE, ...env };
}

/** A port that is free now. It is asked for again at a restart, so it cannot be left to the relay to choose. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("No free port was given.");
  await pause(0);
  return address.port;
}
