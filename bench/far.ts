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
  /** A Chromium on each of the two machines. An address of this process is as good to them as a secure one. */
  browsers(insecure: readonly string[]): Promise<readonly [Chromium, Chromium]>;
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
  let forwarder: ChildProcess | null = null;
  const close = async (): Promise<void> => {
    if (forwarder !== null && forwarder.exitCode === null) {
      const gone = new Promise((resolve) => forwarder?.once("close", resolve));
      forwarder.kill("SIGTERM");
      await within("the end of the forwarder", END_MS, gone);
    }
    for (const name of names) ip("netns", "delete", name);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    for (const name of names) ip("netns", "add", name);
    const ends = ["-", ...names].map((name, at) => `${name}=${net}.${at + 1}`);
    const path = [roundTripMs / 2, loss, bitsPerSecond, "seed"].map(String);
    forwarder = spawn("python3", [join(root, "bench/forwarder.py"), ...path, ...ends], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    await within("the forwarder", READY_MS, ready(forwarder));
  } catch (error) {
    await close();
    throw error;
  }
  return {
    address: `${net}.1`,
    browsers: async (insecure) => {
      const flags = [`--unsafely-treat-insecure-origin-as-secure=${insecure.join(",")}`];
      const [left, right] = names.map((name) => startChromium(flags, programIn(folder, name)));
      if (left === undefined || right === undefined) throw new Error("There are two.");
      return Promise.all([left, right]);
    },
    close,
  };
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
    child.once("close", (code) => reject(new Error(`The forwarder ended with ${String(code)}.`)));
  });
}
