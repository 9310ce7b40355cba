import type { Dice } from "../../simulation/dice.ts";
import type { Chromium, ChromiumTab } from "./chromium.ts";
import type { Person } from "./person.ts";
import type { Proxy } from "./proxy.ts";
import type { Relay } from "./relay.ts";
import { pause } from "./until.ts";

/** `link`: both paths at once, for a while. `frozen`: a page's process stands still. `relay`: killed, and started again. `direct`: the connection is closed. */
export type CutKind = "link" | "frozen" | "relay" | "direct";

export interface Cut {
  readonly kind: CutKind;
  /** Whose page it befalls, where it is one's. */
  readonly side: 0 | 1;
  /** When so much of the file is there, from 0 to 1. */
  readonly at: number;
  readonly ms: number;
}

/** Two people, each in a browser of their own, and what is between them. */
export interface Ground {
  readonly people: readonly [Person<ChromiumTab>, Person<ChromiumTab>];
  readonly browsers: readonly [Chromium, Chromium];
  readonly proxy: Proxy;
  readonly relay: Relay;
}

const KINDS: readonly [CutKind, ...CutKind[]] = ["link", "frozen", "relay", "direct"];

/** What a browser says in its console when a test takes its relay away. */
export const CUT_NOISE = /WebSocket connection to|ERR_CONNECTION|ERR_EMPTY_RESPONSE|Failed to load resource/;

export function drawCuts(dice: Dice, count: number, msMax: number): readonly Cut[] {
  return Array.from({ length: count }, () => ({
    kind: dice.pick(KINDS),
    side: dice.chance(0.5) ? (1 as const) : (0 as const),
    at: dice.next() * 0.95,
    ms: dice.between(50, msMax),
  })).sort((a, b) => a.at - b.at);
}

/** Lets it happen, and mends what can be mended. */
export async function strike({ people, browsers, proxy, relay }: Ground, cut: Cut): Promise<void> {
  const person = people[cut.side];
  switch (cut.kind) {
    case "link":
      proxy.cut(true);
      await closeDirect(person);
      await pause(cut.ms);
      proxy.cut(false);
      return;
    case "frozen": {
      const renderers = await browsers[cut.side].processes("renderer");
      for (const pid of renderers) process.kill(pid, "SIGSTOP");
      await pause(cut.ms);
      for (const pid of renderers) process.kill(pid, "SIGCONT");
      return;
    }
    case "relay":
      await relay.crash();
      return;
    case "direct":
      await closeDirect(person);
      return;
    default:
      cut.kind satisfies never;
  }
}

function closeDirect({ tab }: Person<ChromiumTab>): Promise<void> {
  return tab.evaluate(() => {
    for (const peer of window.e2e.peers) peer.close();
  });
}

export function wordsOf({ kind, side, at, ms }: Cut): string {
  return `${kind} of ${side === 0 ? "creator" : "guest"} at ${(at * 100).toFixed(0)} % for ${ms} ms`;
}
