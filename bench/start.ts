import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, root } from "../e2e/harness/relay.ts";
import { within } from "../e2e/harness/until.ts";
import { type Result, median } from "./report.ts";

const RELAY_MS_MAX = 1_000;
const NPM_MS_MAX = 2_000;
const START_MS_MAX = 120_000;

/** From the command to the line that says it serves, the second time: everything that is made once is there. */
export async function benchStart(rounds: number): Promise<Result> {
  const dataDir = mkdtempSync(join(tmpdir(), "tacet-bench-"));
  try {
    const relay = await several(rounds, () =>
      startOnce(process.execPath, ["packages/relay/src/main.ts"], dataDir),
    );
    const npm = await several(rounds, () => startOnce("npm", ["start"], dataDir));
    const row = (what: string, samples: readonly number[], atMost: number): Result["rows"][number] => ({
      what,
      measured: median(samples),
      unit: "ms",
      atMost,
      about: `median of ${samples.length}`,
    });
    return {
      name: "start",
      rows: [
        row("relay start to serving", relay, RELAY_MS_MAX),
        row("npm start to serving, second time", npm, NPM_MS_MAX),
      ],
      samples: { relay, npm },
    };
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** The first one makes what later ones find, and is not counted. */
async function several(rounds: number, once: () => Promise<number>): Promise<readonly number[]> {
  const samples: number[] = [];
  for (let round = 0; round <= rounds; round += 1) samples.push(await once());
  return samples.slice(1);
}

async function startOnce(command: string, args: readonly string[], dataDir: string): Promise<number> {
  const port = await freePort();
  const begin = performance.now();
  const child = spawn(command, args, {
    cwd: root,
    env: {
      PATH: process.env["PATH"],
      HOME: process.env["HOME"],
      PORT: String(port),
      TACET_DATA_DIR: dataDir,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const gone = new Promise((resolve) => child.once("close", resolve));
  try {
    await within(`${command} ${args.join(" ")}`, START_MS_MAX, serving(child.stdout));
    return performance.now() - begin;
  } finally {
    child.kill("SIGTERM");
    await within("stopping", 10_000, gone);
  }
}

function serving(stdout: NodeJS.ReadableStream): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = "";
    stdout.on("data", (chunk: Buffer) => {
      said += chunk.toString("utf8");
      if (said.includes("http://")) resolve();
    });
    stdout.on("end", () => {
      reject(new Error(`It ended before it served: ${said}`));
    });
  });
}
