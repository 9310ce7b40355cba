import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { startRelay } from "../e2e/harness/relay.ts";
import { stopAll, tacet } from "../e2e/harness/tacet.ts";
import { until } from "../e2e/harness/until.ts";
import type { Said } from "./bare-native.ts";
import { type Result, median } from "./report.ts";

const ROUND_BYTES = 67_108_864;
/** The first rounds meet cold code and a slow start of the transport, and are not counted. */
const WARM_UP = 2;
/** At least 0.8 of the bare throughput is at most so much of its time. */
const TIME_RATIO_MAX = 1 / 0.8;

/** Carries so many bytes from one process to the other. @returns how many milliseconds it took until the last had come */
type Carry = (bytes: number) => Promise<number>;

interface Sample {
  readonly pipeMs: number;
  readonly bareMs: number;
}

/** Bytes through `tacet pipe`, from the standard input of one to the standard output of the other, against a bare loop of its library; in turn. */
export async function benchPipe(rounds: number): Promise<Result> {
  const relay = await startRelay();
  const bare = await openBare();
  const samples: Sample[] = [];
  try {
    const pipe = await openPipe(relay.origin);
    for (let round = 0; round < rounds + WARM_UP; round += 1) {
      const first = round % 2 === 0 ? await bare.carry(ROUND_BYTES) : null;
      const pipeMs = await pipe(ROUND_BYTES);
      const sample = { pipeMs, bareMs: first ?? (await bare.carry(ROUND_BYTES)) };
      if (round >= WARM_UP) samples.push(sample);
    }
  } finally {
    stopAll();
    bare.close();
    await relay.stop();
  }
  const [pipeMs, bareMs] = [median(samples.map((it) => it.pipeMs)), median(samples.map((it) => it.bareMs))];
  const speed = (ms: number): string => (ROUND_BYTES / 1000 / ms).toFixed(1);
  const measured = median(samples.map((it) => it.pipeMs / it.bareMs));
  const about = `median of ${samples.length} paired rounds; MB/s: ${speed(pipeMs)} and ${speed(bareMs)}`;
  const what = "64 MiB through a pipe / bare messages of its library, time";
  return {
    name: "pipe-speed",
    rows: [{ what, measured, unit: "times", atMost: TIME_RATIO_MAX, about }],
    samples,
  };
}

async function openPipe(origin: string): Promise<Carry> {
  let come = 0;
  let awaited = { bytes: Infinity, done: (): void => undefined };
  const maker = tacet(["pipe"], { relay: origin });
  const link = await maker.untilSaid(/http:\S+#\S+/);
  const joiner = tacet(["pipe", "-"], {
    heard: (part) => {
      come += part.length;
      if (come >= awaited.bytes) awaited.done();
    },
  });
  joiner.child.stdin.write(`${link}\n`);
  maker.child.stdin.write("begins");
  await until("the first bytes", () => come === 6);
  const block = Buffer.alloc(1_048_576, 7);
  return async (bytes) => {
    const done = new Promise<void>((resolve) => {
      awaited = { bytes: come + bytes, done: resolve };
    });
    const began = performance.now();
    for (let given = 0; given < bytes; given += block.length) maker.child.stdin.write(block);
    await done;
    return performance.now() - began;
  };
}

async function openBare(): Promise<{ readonly carry: Carry; close(): void }> {
  const program = fileURLToPath(new URL("bare-native.ts", import.meta.url));
  const [sender, receiver] = [fork(program, ["offers"]), fork(program, ["answers"])];
  let come = 0;
  let open = 0;
  let check = (): void => undefined;
  const connect = (from: ChildProcess, to: ChildProcess): void => {
    from.on("message", (said: Said) => {
      if (said.kind === "open") open += 1;
      else if (said.kind === "come") come = said.bytes;
      else to.send(said);
      check();
    });
  };
  connect(sender, receiver);
  connect(receiver, sender);
  await until("the bare channel", () => open === 2);
  return {
    carry: async (bytes) => {
      const target = come + bytes;
      const began = performance.now();
      const done = new Promise<void>((resolve) => {
        check = () => {
          if (come >= target) resolve();
        };
      });
      sender.send({ kind: "send", bytes } satisfies Said);
      await done;
      return performance.now() - began;
    },
    close: () => {
      sender.kill("SIGKILL");
      receiver.kill("SIGKILL");
    },
  };
}
