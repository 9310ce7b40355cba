import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root, startRelay } from "../e2e/harness/relay.ts";
import { pause, until } from "../e2e/harness/until.ts";
import { type Result, median } from "./report.ts";

const BYTES_MAX = 12 * 1024;
const WARM_UP_ROOMS = 50;

/** The second count in multiples of the first: what a relay has once, whoever comes, hardly shows in it. */
const MANY = 5;

/** From the last admission to the reading: no beat is due before 25 s, and nothing else is said. */
const SETTLE_MS = 20_000;

/**
 * Resident memory of the relay for each idle socket: one that was admitted, whose room is paired, and that has said nothing since.
 * Each count has a relay of its own. Needs Linux, whose account of a process it reads.
 */
export async function benchIdleSockets(sockets: number): Promise<Result> {
  const samples: Sample[] = [];
  for (const count of [sockets, sockets * MANY]) samples.push(await measure(count));
  return {
    name: "idle-sockets",
    rows: samples.map(({ count, beforeBytes, afterBytes }) => ({
      what: `resident memory per idle socket, of ${count}`,
      measured: (afterBytes - beforeBytes) / count,
      unit: "bytes",
      atMost: BYTES_MAX,
      about: `2 to a room, ${SETTLE_MS / 1000} s after the last; ${mib(beforeBytes)} to ${mib(afterBytes)} MiB`,
    })),
    samples: { settledMs: SETTLE_MS, warmUpRooms: WARM_UP_ROOMS, relays: samples },
  };
}

interface Sample {
  readonly count: number;
  readonly beforeBytes: number;
  readonly afterBytes: number;
}

async function measure(count: number): Promise<Sample> {
  const relay = await startRelay();
  try {
    // The first rooms make the relay load and compile what it needs; they end before the counting begins.
    await hold(relay.origin, WARM_UP_ROOMS, async () => undefined);
    await pause(SETTLE_MS);
    const beforeBytes = await resident(relay.pid());
    const afterBytes = await hold(relay.origin, count / 2, async () => {
      await pause(SETTLE_MS);
      return resident(relay.pid());
    });
    return { count, beforeBytes, afterBytes };
  } finally {
    await relay.stop();
  }
}

async function hold<T>(origin: string, rooms: number, during: () => Promise<T>): Promise<T> {
  const holder = spawn(process.execPath, [join(root, "bench/holder.ts"), origin, String(rooms)], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const gone = new Promise((resolve) => holder.once("close", resolve));
  let said = "";
  holder.stdout.on("data", (chunk: Buffer) => (said += chunk.toString("utf8")));
  try {
    await until(
      `${rooms} rooms`,
      () => {
        if (holder.exitCode !== null) throw new Error(`the holder ended with ${holder.exitCode}`);
        return said.includes("held");
      },
      90_000,
    );
    return await during();
  } finally {
    holder.kill("SIGKILL");
    await gone;
  }
}

/** The middle of a few readings. */
async function resident(pid: number): Promise<number> {
  const readings: number[] = [];
  for (let count = 0; count < 5; count += 1) {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    readings.push(Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) * 1024);
    await pause(100);
  }
  return median(readings);
}

function mib(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1);
}
