import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root, startRelay } from "../e2e/harness/relay.ts";
import { until, within } from "../e2e/harness/until.ts";
import { type Crowd, type CrowdOptions, loopCrowd, relayCrowd, socketIoCrowd } from "./fan-out-crowd.ts";
import { ownBytes, processorSeconds } from "./process-tree.ts";
import { type Result, type Row, median } from "./report.ts";

/** Two rooms, as full as rooms get. */
const SOCKETS = 200;
const ROOM_SOCKETS = 100;

/** The smallest class of a numbered frame: a text of 200 bytes travels in it. Each server forwards as many bytes. */
const FRAME_BYTES = 1_024;

/** Messages in flight at the same time, and in all: enough that hundredths of a second of processor time are small. */
const IN_FLIGHT = 16;
const MESSAGES = { one: 800, bunched: 3_000 } as const;
const WARM_UP_MESSAGES = 400;

const ONE_RATIO_MAX = 1.6;
const BUNCHED_RATIO_MAX = 0.35;
const SOCKET_IO_RATIO_MIN = 5;

const SERVERS = ["loop", "relay", "socketIo"] as const;
const WAYS = ["one", "bunched"] as const;

interface Sample {
  readonly server: (typeof SERVERS)[number];
  readonly way: (typeof WAYS)[number];
  /** Processor time of the server for each delivery. */
  readonly microseconds: number;
}

interface Server {
  readonly pid: number;
  readonly crowd: Crowd;
  readonly stop: () => Promise<void>;
}

/**
 * What forwarding costs the relay, against a loop in C that is built here and does one send() per receiver, and against socket.io. Processor time of
 * the server for each delivery, as ratios in one run, rounds interleaved. Needs Linux and a C compiler.
 */
export async function benchFanOut(rounds: number): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "tacet-bench-"));
  try {
    const loop = join(folder, "loop");
    try {
      execFileSync("cc", ["-O2", "-o", loop, join(root, "bench/fan-out-loop.c")], { stdio: "ignore" });
    } catch {
      const notMeasured = "There is no C compiler here: install one (cc), such as Debian's gcc.";
      return { name: "fan-out", rows: [], samples: [], notMeasured };
    }
    return await compare(loop, rounds);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compare(loop: string, rounds: number): Promise<Result> {
  const start = {
    loop: () => spawned(loop, [String(FRAME_BYTES), String(ROOM_SOCKETS)], loopCrowd),
    relay: relayServer,
    socketIo: () =>
      spawned(
        process.execPath,
        [join(root, "bench/fan-out-socket-io.ts"), String(ROOM_SOCKETS)],
        socketIoCrowd,
      ),
  };
  const servers = new Map<Sample["server"], Server>();
  const samples: Sample[] = [];
  try {
    for (const name of SERVERS) servers.set(name, await start[name]());
    await measureAll(servers, "one", WARM_UP_MESSAGES);
    for (let round = 0; round < rounds; round += 1) {
      for (const way of WAYS) samples.push(...(await measureAll(servers, way, MESSAGES[way])));
    }
    const bytes = ownBytes(servers.get("relay")?.pid ?? 0);
    return { name: "fan-out", rows: rowsOf(samples), samples: { samples, relayBytesAfter: bytes } };
  } finally {
    for (const server of servers.values()) await server.stop();
  }
}

/** One way at all servers, one after the other. */
async function measureAll(
  servers: ReadonlyMap<Sample["server"], Server>,
  way: Sample["way"],
  messages: number,
): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  for (const [server, { pid, crowd }] of servers) {
    const microseconds = await measure(pid, crowd, messages, way === "one" ? 1 : IN_FLIGHT);
    samples.push({ server, way, microseconds });
  }
  return samples;
}

/** Says so many messages by members in turn, so many in flight: the next when one has reached everybody. */
async function measure(pid: number, crowd: Crowd, messages: number, inFlight: number): Promise<number> {
  const before = processorSeconds([pid]);
  const startedAt = crowd.arrived();
  for (let said = 0, done = 0; done < messages; done = crowd.arrived() - startedAt) {
    for (; said < messages && said - done < inFlight; said += 1) crowd.say((said * 7) % SOCKETS);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return ((processorSeconds([pid]) - before) * 1e6) / (messages * (ROOM_SOCKETS - 1));
}

function rowsOf(samples: readonly Sample[]): readonly Row[] {
  const cost = (server: Sample["server"], way: Sample["way"]): number =>
    median(samples.filter((one) => one.server === server && one.way === way).map((one) => one.microseconds));
  const row = (
    what: string,
    measured: number,
    atMost: number,
    way: Sample["way"],
    to: "loop" | "socketIo",
  ): Row => {
    const about = `${cost("relay", way).toFixed(2)} to ${cost(to, way).toFixed(2)} microseconds a delivery, ${SOCKETS} sockets, ${FRAME_BYTES} bytes`;
    return { what, measured, unit: "times", atMost, about };
  };
  const ratio = (to: "loop" | "socketIo", way: Sample["way"]): number => cost("relay", way) / cost(to, way);
  return [
    row("fan-out to a C loop's, one message in flight", ratio("loop", "one"), ONE_RATIO_MAX, "one", "loop"),
    row(
      `fan-out to a C loop's, ${IN_FLIGHT} in flight`,
      ratio("loop", "bunched"),
      BUNCHED_RATIO_MAX,
      "bunched",
      "loop",
    ),
    row(
      "fan-out to socket.io's, one message in flight",
      ratio("socketIo", "one"),
      1 / SOCKET_IO_RATIO_MIN,
      "one",
      "socketIo",
    ),
  ];
}

async function relayServer(): Promise<Server> {
  const relay = await startRelay();
  const crowd = await relayCrowd(optionsOf(relay.port));
  const stop = async (): Promise<void> => {
    crowd.leave();
    await relay.stop();
  };
  return { pid: relay.pid(), crowd, stop };
}

async function spawned(
  command: string,
  args: readonly string[],
  join: (options: CrowdOptions) => Promise<Crowd>,
): Promise<Server> {
  const child = spawn(command, args, { cwd: root, stdio: ["pipe", "pipe", "inherit"] });
  const crowd = await join(optionsOf(await portOf(child)));
  const stop = async (): Promise<void> => {
    crowd.leave();
    const gone = new Promise((resolve) => child.once("close", resolve));
    child.kill("SIGKILL");
    await within("the server's end", 5_000, gone);
  };
  return { pid: child.pid ?? 0, crowd, stop };
}

function optionsOf(port: number): CrowdOptions {
  return { port, sockets: SOCKETS, roomSockets: ROOM_SOCKETS, frameBytes: FRAME_BYTES };
}

async function portOf(child: ChildProcess): Promise<number> {
  let said = "";
  child.stdout?.on("data", (chunk: Buffer) => (said += chunk.toString("utf8")));
  await until("a port", () => /^port \d+$/m.test(said), 10_000);
  return Number(/^port (?<port>\d+)$/m.exec(said)?.groups?.["port"]);
}
