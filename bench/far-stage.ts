import { startRelay } from "../e2e/harness/relay.ts";
import type { Chromium } from "../e2e/harness/chromium.ts";
import { type BareServer, startBareServer } from "./bare.ts";
import { type Path, openFar } from "./far.ts";

/** A relay and a bare channel's server, and two browsers that are far from them and from each other. */
export interface FarStage {
  /** Of the relay. */
  readonly origin: string;
  readonly bare: BareServer;
  readonly browsers: readonly [Chromium, Chromium];
}

/** Plays on such a stage, and takes it down again however that ends. */
export async function onFarStage<T>(path: Path, play: (stage: FarStage) => Promise<T>): Promise<T> {
  const far = await openFar(path);
  const endings: (() => Promise<void>)[] = [];
  try {
    const relay = await startRelay({ HOST: "0.0.0.0" });
    endings.push(() => relay.stop());
    const bare = await startBareServer("0.0.0.0");
    endings.push(() => bare.close());
    for (const { origin } of [relay, bare]) await far.open(Number(new URL(origin).port));
    const browsers = await far.browsers();
    endings.push(...browsers.map((one) => () => one.close()));
    return await play({ origin: relay.origin, bare, browsers });
  } finally {
    await Promise.allSettled(endings.map((end) => end()));
    await far.close();
  }
}
