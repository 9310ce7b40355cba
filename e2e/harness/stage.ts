import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { type Chromium, type ChromiumTab, startChromium } from "./chromium.ts";
import { recorder } from "./early.ts";
import type { Firefox } from "./firefox.ts";
import { Person } from "./person.ts";
import { type Proxy, startProxy } from "./proxy.ts";
import { type Relay, startRelay } from "./relay.ts";
import { chromiums, firefoxes } from "./shelf.ts";
import type { Tab, TabOptions } from "./tab.ts";
import { load, until } from "./until.ts";
import { type Scales, startScales } from "./weigh.ts";

/** What a test file plays on: two Chromium processes and a Firefox where asked for, lent to it; relays and proxies that end with it. */
export interface Stage {
  readonly left: () => Chromium;
  readonly right: () => Chromium;
  readonly firefox: () => Firefox;
  /**
   * A person in a fresh tab of one of the browsers. The tab is closed after the test, or after the file where it is kept, and must be
   * without fault after every test.
   */
  person<Kind extends Tab>(browser: Browser<Kind>, options?: PersonOptions): Promise<Person<Kind>>;
  /** The same for two, one in each Chromium. */
  pair(options?: PersonOptions): Promise<readonly [Person<ChromiumTab>, Person<ChromiumTab>]>;
  /** One more Chromium process, with flags of its own, that ends after the file. */
  extra(flags?: readonly string[]): Promise<Chromium>;
  /** A relay that ends after the file. */
  relay(env?: Readonly<Record<string, string>>): Promise<Relay>;
  /** Scales with a relay of their own behind them. */
  weighed(): Promise<Scales>;
  /** A proxy with a relay of its own behind it. */
  proxied(env?: Readonly<Record<string, string>>): Promise<{ readonly proxy: Proxy; readonly relay: Relay }>;
}

interface Browser<Kind extends Tab> {
  tab(options?: TabOptions): Promise<Kind>;
}

export interface PersonOptions extends TabOptions {
  readonly kept?: boolean;
  /** Without the recorder, which keeps what a page drew. */
  readonly unrecorded?: boolean;
}

export function useStage(options: { readonly firefox?: boolean; readonly right?: boolean } = {}): Stage {
  let left: Chromium | undefined;
  let right: Chromium | undefined;
  let firefox: Firefox | undefined;
  const tabs: Tab[] = [];
  const kept: Tab[] = [];
  const endings: (() => Promise<void>)[] = [];
  let isSound = true;
  const begin = performance.now();

  beforeAll(async () => {
    [left, right, firefox] = await Promise.all([
      chromiums.lend(),
      options.right === false ? undefined : chromiums.lend(),
      options.firefox === true ? firefoxes.lend() : undefined,
    ]);
  });

  afterEach(async ({ task }) => {
    isSound &&= task.result?.state !== "fail";
    const problems = [...tabs, ...kept].flatMap((tab) => tab.problems.splice(0));
    await Promise.all(tabs.splice(0).map((tab) => tab.close().catch(() => undefined)));
    expect(problems, "no page may break a policy, throw, or ask another origin for anything").toEqual([]);
  });

  afterAll(async () => {
    await Promise.all(kept.splice(0).map((tab) => tab.close().catch(() => undefined)));
    await Promise.allSettled([
      left && chromiums.takeBack(left, isSound),
      right && chromiums.takeBack(right, isSound),
      firefox && firefoxes.takeBack(firefox, isSound),
      ...endings.splice(0).map((end) => end()),
    ]);
    console.log(`${((performance.now() - begin) / 1000).toFixed(1)} s for this file, load ${load()}`);
  });

  const person = async <Kind extends Tab>(
    browser: Browser<Kind>,
    given: PersonOptions = {},
  ): Promise<Person<Kind>> => {
    const early = [...(given.early ?? []), ...(given.unrecorded === true ? [] : [recorder])];
    const tab = await browser.tab({ ...given, early });
    (given.kept === true ? kept : tabs).push(tab);
    return new Person(tab);
  };
  const relay: Stage["relay"] = async (env) => {
    const started = await startRelay(env);
    endings.push(() => started.stop());
    return started;
  };
  return {
    left: () => need(left),
    right: () => need(right),
    firefox: () => need(firefox),
    person,
    pair: (given) => Promise.all([person(need(left), given), person(need(right), given)]),
    extra: async (flags) => {
      const started = await startChromium(flags);
      endings.push(() => started.close());
      return started;
    },
    relay,
    weighed: async () => {
      const scales = await startScales();
      endings.push(() => scales.close());
      scales.target((await relay({ TACET_PUBLIC_URL: scales.origin })).port);
      return scales;
    },
    proxied: async (env = {}) => {
      const proxy = await startProxy();
      endings.push(() => proxy.stop());
      const behind = await relay({ TACET_PUBLIC_URL: proxy.origin, ...env });
      proxy.target(behind.port);
      return { proxy, relay: behind };
    },
  };
}

/** Brings two people together in one room, up to "Secure P2P" on both sides. Gives back the link. */
export async function meet(origin: string, creator: Person, guest: Person): Promise<string> {
  const link = await creator.createRoom(origin);
  await guest.joinByLink(link);
  await Promise.all([creator.secure(), guest.secure()]);
  return link;
}

/** Types and addresses of the candidate pair that a page's newest connection has chosen. */
export async function chosenPair(
  person: Person,
): Promise<{ readonly local: string; readonly remote: string }> {
  return until("a chosen candidate pair", () =>
    person.tab.evaluate(async () => {
      const peer = window.e2e.peers.at(-1);
      if (peer === undefined) return undefined;
      const report = await peer.getStats();
      const all = [...report.values()] as Record<string, unknown>[];
      const transport = all.find(({ type }) => type === "transport");
      const pair =
        all.find(({ id }) => id === transport?.["selectedCandidatePairId"]) ??
        all.find(
          (it) => it["type"] === "candidate-pair" && it["nominated"] === true && it["state"] === "succeeded",
        );
      const kind = (id: unknown): string => String(all.find((it) => it["id"] === id)?.["candidateType"]);
      return pair === undefined
        ? undefined
        : { local: kind(pair["localCandidateId"]), remote: kind(pair["remoteCandidateId"]) };
    }),
  );
}

function need<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("This browser was not asked for in useStage.");
  return value;
}
