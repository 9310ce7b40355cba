import { startRelay } from "../e2e/harness/relay.ts";
import { startBareServer } from "./bare.ts";
import { openFar, whyNotFar } from "./far.ts";
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

async function measure(rounds: number): Promise<readonly Sample[]> {
  const far = await openFar(PATH);
  const endings: (() => Promise<void>)[] = [];
  try {
    const relay = await startRelay({ HOST: "0.0.0.0" });
    endings.push(() => relay.stop());
    const bare = await startBareServer("0.0.0.0");
    endings.push(() => bare.close());
    for (const { origin } of [relay, bare]) await far.open(Number(new URL(origin).port));
    const [left, right] = await far.browsers();
    endings.push(
      () => left.close(),
      () => right.close(),
    );
    const browsers: Browsers = { left, right };
    const samples: Sample[] = [];
    for (let round = 0; round < rounds + WARM_UP; round += 1) {
      const bareMs = await bareOnce(bare, round, browsers);
      const relayedMs = await joinOnce(relay.origin, browsers, true);
      const sample = { directMs: await joinOnce(relay.origin, browsers), relayedMs, bareMs };
      if (round >= WARM_UP) samples.push(sample);
    }
    return samples;
  } finally {
    await Promise.allSettled(endings.map((end) => end()));
    await far.close();
  }
}
