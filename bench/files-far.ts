import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Person } from "../e2e/harness/person.ts";
import { meet } from "../e2e/harness/stage.ts";
import { openBareChannel } from "./bare-sends.ts";
import { onFarStage } from "./far-stage.ts";
import { whyNotFar } from "./far.ts";
import { type Result, median } from "./report.ts";
import { acceptFile, offerFile } from "./transfer.ts";

const PATH = { roundTripMs: 50, loss: 0.01, bitsPerSecond: 100e6 } as const;
const FILE_BYTES = 12 * 1024 * 1024;
/** The bare channel is so slow that a part of it tells enough. */
const BARE_BYTES = 4 * 1024 * 1024;
/** Three times the throughput is a third of the time. */
const TIME_RATIO_MAX = 1 / 3;

interface Sample {
  /** Of as many bytes, in milliseconds: the bare channel's by the share that it sent. */
  readonly fileMs: number;
  readonly bareMs: number;
}

/** A file over a long and lossy path, against bare messages of one data channel on the same path, in turn. */
export async function benchFilesFar(rounds: number): Promise<Result> {
  const missing = whyNotFar();
  if (missing !== null) return { name: "files-far", rows: [], samples: [], notMeasured: missing };
  const samples = await measure(rounds);
  const of = (pick: (sample: Sample) => number): number => median(samples.map(pick));
  const perSecond = (ms: number): string => (FILE_BYTES / 1000 / ms).toFixed(2);
  return {
    name: "files-far",
    rows: [
      {
        what: "a file at RTT 50 ms and 1 % loss / bare messages, time",
        measured: of((it) => it.fileMs / it.bareMs),
        unit: "times",
        atMost: TIME_RATIO_MAX,
        about: `median of ${samples.length} paired rounds; MB/s from accept, bare: ${perSecond(of((it) => it.fileMs))}, ${perSecond(of((it) => it.bareMs))}`,
      },
    ],
    samples,
  };
}

async function measure(rounds: number): Promise<readonly Sample[]> {
  const folder = mkdtempSync(join(tmpdir(), "tacet-bench-"));
  try {
    return await onFarStage(PATH, async ({ origin, bare, browsers }) => {
      const [sender, receiver] = [new Person(await browsers[0].tab()), new Person(await browsers[1].tab())];
      await meet(origin, sender, receiver);
      const sendBare = await openBareChannel(bare, browsers);
      const sendFile = async (name: string): Promise<number> => {
        const path = join(folder, name);
        writeFileSync(path, Buffer.alloc(FILE_BYTES, 7));
        await offerFile(sender, receiver, path, name);
        return acceptFile(sender, receiver, name);
      };
      const sendRaw = async (): Promise<number> => ((await sendBare(BARE_BYTES)) * FILE_BYTES) / BARE_BYTES;
      return inTurn(rounds, sendFile, sendRaw);
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function inTurn(
  rounds: number,
  sendFile: (name: string) => Promise<number>,
  sendRaw: () => Promise<number>,
): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const first = round % 2 === 0 ? await sendRaw() : null;
    const fileMs = await sendFile(`round ${round}.bin`);
    samples.push({ fileMs, bareMs: first ?? (await sendRaw()) });
  }
  return samples;
}
