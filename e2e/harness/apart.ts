import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { executable } from "./chromium.ts";

/** Two machines with a network of their own between them and this one, as namespaces of the kernel. */
export interface Apart {
  /** Flags with which a browser finds `localhost` here and not in its own namespace: pages of that name may use keys. */
  readonly flags: readonly string[];
  /** Programs that start Chromium on one of the machines. */
  readonly programs: readonly [string, string];
  /** Everything that this machine sends or is sent is lost, and nobody is told. */
  cut(machine: 0 | 1, isCut: boolean): void;
  /** The machine has another address from now on, as in another network. */
  readdress(machine: 0 | 1): void;
  remove(): void;
}

/** What a browser cannot notice: a queue that lets no packet pass, on both ends of the cable. */
const NOTHING_PASSES = ["root", "tbf", "rate", "8bit", "burst", "10", "latency", "1ms"];

/** What is missing here to part a network, as a sentence; null where nothing is. */
export function whyNotApart(): string | null {
  if (process.platform !== "linux" || process.getuid?.() !== 0)
    return "It needs Linux and root, for network namespaces (ip netns).";
  const missing = ["ip", "tc"].find((tool) => spawnSync(tool, ["-V"]).status !== 0);
  return missing === undefined ? null : `It needs the program ${missing}, of the package iproute2.`;
}

export function part(): Apart {
  const id = String(process.pid);
  const bridge = `tb${id}`;
  const net = `10.${100 + (process.pid % 100)}.${Math.floor(process.pid / 100) % 250}`;
  const folder = mkdtempSync(join(tmpdir(), "tacet-apart-"));
  const names = [`tacet-${id}-0`, `tacet-${id}-1`] as const;
  const hosts = [2, 3];
  const must = (...words: readonly string[]): void => {
    if (!ip(...words)) throw new Error(`ip ${words.join(" ")} failed`);
  };
  const address = (machine: 0 | 1, host: number): void => {
    must("-n", names[machine], "addr", "add", `${net}.${host}/24`, "dev", "inside");
    must("-n", names[machine], "route", "add", "default", "via", `${net}.1`);
  };
  must("link", "add", bridge, "type", "bridge");
  must("addr", "add", `${net}.1/24`, "dev", bridge);
  must("link", "set", bridge, "up");
  for (const machine of [0, 1] as const) {
    const cable = `tc${machine}${id}`;
    must("netns", "add", names[machine]);
    must("link", "add", cable, "type", "veth", "peer", "name", "inside", "netns", names[machine]);
    must("link", "set", cable, "master", bridge, "up");
    must("-n", names[machine], "link", "set", "lo", "up");
    must("-n", names[machine], "link", "set", "inside", "up");
    address(machine, hosts[machine] ?? 2);
  }
  const program = (machine: 0 | 1): string => {
    const path = join(folder, `chromium-${machine}`);
    writeFileSync(path, `#!/bin/sh\nexec ip netns exec ${names[machine]} ${executable()} "$@"\n`);
    chmodSync(path, 0o755);
    return path;
  };
  return {
    flags: [`--host-resolver-rules=MAP localhost ${net}.1`],
    programs: [program(0), program(1)],
    cut: (machine, isCut) => {
      const words = ["qdisc", isCut ? "add" : "del", "dev"];
      const how = isCut ? NOTHING_PASSES : ["root"];
      for (const ends of [
        [...words, `tc${machine}${id}`, ...how],
        ["-n", names[machine], ...words, "inside", ...how],
      ])
        if (spawnSync("tc", ends).status !== 0) throw new Error(`tc ${ends.join(" ")} failed`);
    },
    readdress: (machine) => {
      const before = hosts[machine] ?? 2;
      hosts[machine] = before + 10;
      must("-n", names[machine], "addr", "del", `${net}.${before}/24`, "dev", "inside");
      address(machine, before + 10);
    },
    remove: () => {
      for (const name of names) ip("netns", "del", name);
      ip("link", "del", bridge);
      rmSync(folder, { recursive: true });
    },
  };
}

function ip(...words: readonly string[]): boolean {
  return spawnSync("ip", words).status === 0;
}
