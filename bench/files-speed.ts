import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startChromium } from "../e2e/harness/chromium.ts";
import { Person } from "../e2e/harness/person.ts";
import { startRelay } from "../e2e/harness/relay.ts";
import { meet } from "../e2e/harness/stage.ts";
import { pause } from "../e2e/harness/until.ts";
import { openBareChannel } from "./bare-sends.ts";
import { startBareServer } from "./bare.ts";
import { processorSeconds } from "./process-tree.ts";
import { type Result, median } from "./report.ts";
import { acceptFile, offerFile } from "./transfer.ts";

/** As long as a file may be that stays in memory, so that no disk is measured. */
const FILE_BYTES = 32 * 1024 * 1024;
/** The first rounds meet cold caches and a slow start of the transport, and are not counted. */
const WARM_UP = 2;
/** At least 0.95 of the bare throughput is at most so much of its time. */
const TIME_RATIO_MAX = 1 / 0.95;
const CPU_RATIO_MAX = 1.15;
/** What either has left to do, to collect say, is done in its own time. */
const SETTLE_MS = 300;

interface Counted {
  readonly ms: number;
  /** Of both browsers, whole. */
  readonly cpuSeconds: number;
}

interface Sample {
  /** From the press on "Accept" until both pages say that it is there and verified. */
  readonly file: Counted;
  /** What choosing, preparing and offering it took before that. */
  readonly offerMs: number;
  readonly bare: Counted;
  /** Bare messages, each sealed on one side and opened on the other: what the platform's cryptography costs a program that does nothing else. */
  readonly sealed: Counted;
}

/** A file in a room, against as many bytes in bare messages of a data channel, between the same two browsers, in turn. */
export async function benchFiles(rounds: number): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "tacet-bench-"));
  const [relay, bare] = [await startRelay(), await startBareServer()];
  const browsers = await Promise.all([startChromium(), startChromium()]);
  const samples: Sample[] = [];
  try {
    const [sender, receiver] = [new Person(await browsers[0].tab()), new Person(await browsers[1].tab())];
    await meet(relay.origin, sender, receiver);
    const sendBare = await openBareChannel(bare, browsers);
    const roots = (await Promise.all(browsers.map((one) => one.processes("browser")))).flat();
    const sendFile = async (name: string): Promise<Pick<Sample, "file" | "offerMs">> => {
      const path = join(folder, name);
      writeFileSync(path, Buffer.alloc(FILE_BYTES, 7));
      const offerMs = await offerFile(sender, receiver, path, name);
      return { offerMs, file: await counted(roots, () => acceptFile(sender, receiver, name)) };
    };
    const raw = (sealed = false): Promise<Counted> => counted(roots, () => sendBare(FILE_BYTES, sealed));
    for (let round = 0; round < rounds + WARM_UP; round += 1) {
      const first = round % 2 === 0 ? await raw() : null;
      const file = await sendFile(`round ${round}.bin`);
      const sample = { ...file, bare: first ?? (await raw()), sealed: await raw(true) };
      if (round >= WARM_UP) samples.push(sample);
    }
  } finally {
    await Promise.allSettled([...browsers.map((one) => one.close()), relay.stop(), bare.close()]);
    rmSync(folder, { recursive: true, force: true });
  }
  return { name: "files-speed", rows: rowsOf(samples), samples };
}

function rowsOf(samples: readonly Sample[]): Result["rows"] {
  const of = (pick: (sample: Sample) => number): number => median(samples.map(pick));
  const perSecond = (ms: number): string => (FILE_BYTES / 1000 / ms).toFixed(1);
  const per100 = (seconds: number): string => ((seconds * 1e8) / FILE_BYTES).toFixed(2);
  const speeds = [of((it) => it.file.ms), of((it) => it.offerMs + it.file.ms), of((it) => it.bare.ms)];
  const cpu = [of((it) => it.file.cpuSeconds), of((it) => it.bare.cpuSeconds)];
  const floor = (pick: (counted: Counted) => number): string =>
    `bare messages that are sealed: ${of((it) => pick(it.sealed) / pick(it.bare)).toFixed(2)}`;
  return [
    {
      what: "a file of 32 MiB / bare messages, time",
      measured: of((it) => it.file.ms / it.bare.ms),
      unit: "times",
      atMost: TIME_RATIO_MAX,
      about: `median of ${samples.length} paired rounds; MB/s from accept, from choosing, bare: ${speeds.map(perSecond).join(", ")}; ${floor((it) => it.ms)}`,
    },
    {
      what: "a file of 32 MiB / bare messages, processor",
      measured: of((it) => it.file.cpuSeconds / it.bare.cpuSeconds),
      unit: "times",
      atMost: CPU_RATIO_MAX,
      about: `both browsers whole; seconds for 100 MB: ${cpu.map(per100).join(", ")}; ${floor((it) => it.cpuSeconds)}`,
    },
  ];
}

/** How long something took, and the processor seconds of both browsers meanwhile. */
async function counted(roots: readonly number[], run: () => Promise<number>): Promise<Counted> {
  await pause(SETTLE_MS);
  const before = processorSeconds(roots);
  const ms = await run();
  return { ms, cpuSeconds: processorSeconds(roots) - before };
}
