import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { executable } from "./chromium.ts";
import { pause } from "./until.ts";

/** Two machines with a network of their own between them and this one, as namespaces of the kernel. */
export interface Apart {
  /** Flags with which a browser finds `localhost` here and not in its own namespace: pages of that name may use keys. */
  readonly flags: readonly string[];
  /** Programs that start Chromium on one of the machines. */
  readonly programs: readonly [string, string];
  /** Everything that this machine sends or is sent is lost, and nobody is told. */
  cut(machine: 0 | 1, isCut: boolean): void;
  /** The machine has another address from one moment to the next, as with a tunnel that is opened: nobody is told. */
  readdress(machine: 0 | 1): void;
  /** The machine leaves its network, and comes into another one after so long. */
  move(machine: 0 | 1, awayMs: number): Promise<void>;
  remove(): void;
}

/** What is missing here to part a network, as a sentence; null where nothing is. */
export function whyNotApart(): string | null {
  if (process.platform !== "linux" || process.getuid?.() !== 0)
    return "It needs Linux and root, for network namespaces (ip netns).";
  return ip("-V") ? null : "It needs the program ip, of the package iproute2.";
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
  const forget = (machine: 0 | 1): void => {
    const before = hosts[machine] ?? 0;
    hosts[machine] = before + 10;
    must("-n", names[machine], "addr", "del", `${net}.${before}/24`, "dev", "inside");
  };
  return {
    flags: [`--host-resolver-rules=MAP localhost ${net}.1`],
    programs: [program(0), program(1)],
    // Unplugged far from the machine, whose own end of the cable stays up.
    cut: (machine, isCut) => {
      must("link", "set", `tc${machine}${id}`, ...(isCut ? ["nomaster"] : ["master", bridge]));
    },
    readdress: (machine) => {
      forget(machine);
      address(machine, hosts[machine] ?? 0);
    },
    move: async (machine, awayMs) => {
      must("-n", names[machine], "link", "set", "inside", "down");
      forget(machine);
      await pause(awayMs);
      must("-n", names[machine], "link", "set", "inside", "up");
      address(machine, hosts[machine] ?? 0);
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
