import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root, startRelay } from "../e2e/harness/relay.ts";
import { within } from "../e2e/harness/until.ts";
import { type Result, median } from "./report.ts";

const FIRST_EVENT_MS_MAX = 400;
const EVENTS_MS_MAX = 60_000;

/** What a start took, from the command on: to its first event, and to the event that holds the room's link. */
interface Start {
  readonly firstMs: number;
  readonly roomMs: number;
}

/**
 * `tacet create --json` of the packed program, from the command to its first JSON event, on the Node that runs this. Each start is a process of its own
 * that finds no compiled code of an earlier one; the files are in the system's memory from the first, which is not counted.
 */
export async function benchTerminalStart(rounds: number): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "tacet-bench-"));
  const relay = await startRelay();
  try {
    const packed = spawnSync(process.execPath, [join(root, "tools/pack.ts"), folder, "--only", "tacet"], {
      encoding: "utf8",
    });
    if (packed.status !== 0) throw new Error(`The program could not be packed: ${packed.stderr}`);
    const program = join(folder, "tacet/dist/tacet.js");
    const starts: Start[] = [];
    for (let round = 0; round <= rounds; round += 1) starts.push(await startOnce(program, relay.origin));
    const counted = starts.slice(1);
    const rooms = median(counted.map(({ roomMs }) => roomMs)).toFixed(0);
    return {
      name: "terminal-start",
      rows: [
        {
          what: "tacet create, packed, to its first JSON event",
          measured: median(counted.map(({ firstMs }) => firstMs)),
          unit: "ms",
          atMost: FIRST_EVENT_MS_MAX,
          about: `median of ${counted.length} on Node ${process.version}; to the link ${rooms} ms`,
        },
      ],
      samples: counted,
    };
  } finally {
    await relay.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function startOnce(program: string, relay: string): Promise<Start> {
  const begin = performance.now();
  const child = spawn(process.execPath, [program, "create", "--json", "--relay", relay], {
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"] },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const gone = new Promise((resolve) => child.once("close", resolve));
  try {
    return await within("the first events", EVENTS_MS_MAX, events(child.stdout, begin));
  } finally {
    child.kill("SIGKILL");
    await gone;
  }
}

function events(stdout: NodeJS.ReadableStream, begin: number): Promise<Start> {
  return new Promise((resolve, reject) => {
    let said = "";
    let firstMs: number | null = null;
    stdout.on("data", (part: Buffer) => {
      said += part.toString("utf8");
      if (said.includes("\n")) firstMs ??= performance.now() - begin;
      if (said.includes('"event":"room"'))
        resolve({ firstMs: firstMs ?? 0, roomMs: performance.now() - begin });
    });
    stdout.on("end", () => reject(new Error(`It ended before it had a room: ${said}`)));
  });
}
