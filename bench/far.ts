import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { accessSync, chmodSync, constants, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Chromium, executable, startChromium } from "../e2e/harness/chromium.ts";
import { root } from "../e2e/harness/relay.ts";
import { within } from "../e2e/harness/until.ts";

/*
 * Two machines far from each other and from the relay: network namespaces, and between them a forwarder in user space with delay and loss.
 */

export interface Path {
  readonly roundTripMs: number;
  /** A share of 1, of every packet in either direction. */
  readonly loss: number;
  readonly bitsPerSecond: number;
}

export interface Far {
  /** The address of this process's namespace, where the two find the relay. */
  readonly address: string;
  /** Makes a port of this namespace, at that address, the same port of localhost on both machines: to a browser an origin that is secure. */
  open(port: number): Promise<void>;
  /** A Chromium on each of the two machines. */
  browsers(): Promise<readonly [Chromium, Chromium]>;
  close(): Promise<void>;
}

/** Of the system, and not of this repository. */
const IP = "ip";
const READY_MS = 10_000;
const END_MS = 5_000;

/** What is missing here for such a network, as a sentence; null where nothing is. */
export function whyNotFar(): string | null {
  if (process.platform !== "linux" || process.getuid?.() !== 0)
    return "It needs Linux and root, for network namespaces (ip netns).";
  for (const [program, argument] of [
    [IP, "-Version"],
    ["python3", "--version"],
  ] as const) {
    try {
      execFileSync(program, [argument], { stdio: "ignore" });
    } catch {
      return `It needs the program ${program}.`;
    }
  }
  try {
    accessSync("/dev/net/tun", constants.R_OK | constants.W_OK);
    return null;
  } catch {
    return "It needs /dev/net/tun.";
  }
}

export async function openFar({ roundTripMs, loss, bitsPerSecond }: Path): Promise<Far> {
  const names = ["a", "b"].map((end) => `tacet-${process.pid}-${end}`);
  const folder = mkdtempSync(join(tmpdir(), "tacet-far-"));
  const net = `10.${100 + (process.pid % 100)}.${(process.pid >> 7) % 250}`;
  const children: ChildProcess[] = [];
  const run = async (program: string, ...args: readonly string[]): Promise<void> => {
    const child = spawn(program, args, { stdio: ["pipe", "pipe", "inherit"] });
    children.push(child);
    await within(program, READY_MS, ready(child));
  };
  const close = async (): Promise<void> => {
    for (const child of children) await end(child);
    for (const name of names) ip("netns", "delete", name);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    for (const name of names) ip("netns", "add", name);
    const ends = ["-", ...names].map((name, at) => `${name}=${net}.${at + 1}`);
    const path = [roundTripMs / 2, loss, bitsPerSecond, "seed"].map(String);
    await run("python3", join(root, "bench/forwarder.py"), ...path, ...ends);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    address: `${net}.1`,
    open: async (port) => {
      const door = [process.execPath, join(root, "bench/doorway.ts"), String(port), `${net}.1`];
      for (const name of names) await run(IP, "netns", "exec", name, ...door);
    },
    browsers: async () => {
      const [left, right] = names.map((name) => startChromium([], programIn(folder, name)));
      if (left === undefined || right === undefined) throw new Error("There are two.");
      return Promise.all([left, right]);
    },
    close,
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("close", resolve));
  child.kill("SIGTERM");
  await within("the end of a program", END_MS, gone);
}

function ip(...words: readonly string[]): void {
  execFileSync(IP, words, { stdio: "inherit" });
}

/** Chromium as a program that begins in a namespace. */
function programIn(folder: string, name: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\nexec ip netns exec ${name} "${executable()}" "$@"\n`);
  chmodSync(path, 0o755);
  return path;
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stdout?.once("data", () => resolve());
    child.once("close", (code) => reject(new Error(`It ended with ${String(code)}.`)));
  });
}
