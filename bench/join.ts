import { startChromium } from "../e2e/harness/chromium.ts";
import { startRelay } from "../e2e/harness/relay.ts";
import { type BareServer, startBareServer } from "./bare.ts";
import { type Browsers, bareOnce, joinOnce } from "./joining.ts";
import { type Result, median } from "./report.ts";

/** The first rounds meet cold caches of both browsers and are not counted. */
const WARM_UP = 2;
/** On one machine, to notice when it grows: ARCHITECTURE.md says why it is not 2, as it is far away (join-far.ts). */
const RATIO_MAX = 6;

interface Sample {
  readonly secureMs: number;
  readonly bareMs: number;
}

/** Join to "secure" against the bare floor, in the same pair of browsers, the two in turn. */
export async function benchJoin(rounds: number): Promise<Result> {
  const [relay, bare] = [await startRelay(), await startBareServer()];
  const [left, right] = await Promise.all([startChromium(), startChromium()]);
  const samples: Sample[] = [];
  try {
    for (let round = 0; round < rounds + WARM_UP; round += 1) {
      const sample = await inTurn(round, relay.origin, bare, { left, right });
      if (round >= WARM_UP) samples.push(sample);
    }
  } finally {
    await Promise.allSettled([left.close(), right.close(), relay.stop(), bare.close()]);
  }
  const of = (which: keyof Sample): string => median(samples.map((it) => it[which])).toFixed(0);
  return {
    name: "join",
    rows: [
      {
        what: "join to Secure / bare data channel",
        measured: median(samples.map((it) => it.secureMs / it.bareMs)),
        unit: "times",
        atMost: RATIO_MAX,
        about: `median of ${samples.length} paired rounds; medians ${of("secureMs")} and ${of("bareMs")} ms`,
      },
    ],
    samples,
  };
}

/** One round of both, each first in every second one. */
async function inTurn(round: number, origin: string, bare: BareServer, browsers: Browsers): Promise<Sample> {
  if (round % 2 === 0) {
    const secureMs = await joinOnce(origin, browsers);
    return { secureMs, bareMs: await bareOnce(bare, round, browsers) };
  }
  const bareMs = await bareOnce(bare, round, browsers);
  return { secureMs: await joinOnce(origin, browsers), bareMs };
}
