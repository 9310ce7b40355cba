import { onFarStage } from "./far-stage.ts";
import { whyNotFar } from "./far.ts";
import { type Browsers, bareOnce, joinOnce } from "./joining.ts";
import { type Result, median } from "./report.ts";

/** Of every machine to every other one, the relay's too. */
const PATH = { roundTripMs: 100, loss: 0, bitsPerSecond: 100e6 } as const;
const WARM_UP = 1;
const DIRECT_RATIO_MAX = 2;
const RELAYED_RATIO_MAX = 1;

interface Sample {
  readonly directMs: number;
  readonly relayedMs: number;
  readonly bareMs: number;
}

/** Join to "secure" where everybody is far from everybody, on either path, against the bare floor on the same network, in turn. */
export async function benchJoinFar(rounds: number): Promise<Result> {
  const missing = whyNotFar();
  if (missing !== null) return { name: "join-far", rows: [], samples: [], notMeasured: missing };
  const samples = await measure(rounds);
  const of = (which: keyof Sample): string => median(samples.map((it) => it[which])).toFixed(0);
  const row = (what: string, which: "directMs" | "relayedMs", atMost: number): Result["rows"][number] => ({
    what: `${what} / bare data channel, RTT 100 ms`,
    measured: median(samples.map((it) => it[which] / it.bareMs)),
    unit: "times",
    atMost,
    about: `median of ${samples.length} rounds; medians ${of(which)} and ${of("bareMs")} ms`,
  });
  return {
    name: "join-far",
    rows: [
      row("join to Secure P2P", "directMs", DIRECT_RATIO_MAX),
      row("join to Secure relayed", "relayedMs", RELAYED_RATIO_MAX),
    ],
    samples,
  };
}

function measure(rounds: number): Promise<readonly Sample[]> {
  return onFarStage(PATH, async ({ origin, bare, browsers: [left, right] }) => {
    const browsers: Browsers = { left, right };
    const samples: Sample[] = [];
    for (let round = 0; round < rounds + WARM_UP; round += 1) {
      const bareMs = await bareOnce(bare, round, browsers);
      const relayedMs = await joinOnce(origin, browsers, true);
      const sample = { directMs: await joinOnce(origin, browsers), relayedMs, bareMs };
      if (round >= WARM_UP) samples.push(sample);
    }
    return samples;
  });
}
