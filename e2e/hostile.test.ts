import { randomBytes } from "node:crypto";
import { encodePass } from "@tacet/wire";
import { beforeAll, describe, expect, it } from "vitest";
import * as hostile from "./harness/hostile.ts";
import { messageOf } from "./harness/hostile.ts";
import type { Person } from "./harness/person.ts";
import { type Meddle, type Proxy, startProxy } from "./harness/proxy.ts";
import { meet, useStage } from "./harness/stage.ts";
import { load, pause, until } from "./harness/until.ts";
import { headingOf } from "./harness/words.ts";

/** Three attempts of ten seconds each (spec/pair.md 4), and what two busy cores add. */
const ATTEMPTS_MS = 120_000;

const ENTERING_AT_ONCE = 2;

interface Scene {
  readonly name: string;
  readonly relay: () => Meddle;
  readonly ends: "handshake-failed" | "no-direct-path" | "secure";
}

const isSessionFrame = (passing: Parameters<typeof messageOf>[0]): boolean =>
  passing.bytes[0] === 16 && passing.bytes[1] === 2;

const SCENES: readonly Scene[] = [
  {
    name: "flips a bit of every m1 (key, commitment, policy, version)",
    relay: () => hostile.flips((it) => messageOf(it) === "m1"),
    ends: "handshake-failed",
  },
  {
    name: "flips a bit of every m2 (ciphertext, path choice, confirmation)",
    relay: () => hostile.flips((it) => messageOf(it) === "m2"),
    ends: "handshake-failed",
  },
  {
    name: "flips a bit of every m3",
    relay: () => hostile.flips((it) => messageOf(it) === "m3"),
    ends: "handshake-failed",
  },
  {
    name: "loses every m3",
    relay: () => hostile.loses((it) => messageOf(it) === "m3"),
    ends: "handshake-failed",
  },
  {
    name: "reflects the handshake (each is told it plays the other's part)",
    relay: hostile.reflects,
    ends: "handshake-failed",
  },
  { name: "truncates the handshake", relay: hostile.truncates, ends: "handshake-failed" },
  {
    name: "puts blocks of its own in place of the handshake",
    relay: () => hostile.replacesBy((length) => randomBytes(length)),
    ends: "handshake-failed",
  },
  {
    name: "flips a bit of every frame of the session",
    relay: () => hostile.flips(isSessionFrame),
    ends: "no-direct-path",
  },
  {
    name: "drops every frame of the session",
    relay: () => hostile.loses(isSessionFrame),
    ends: "no-direct-path",
  },
  { name: "doubles, replays and reorders everything", relay: hostile.muddles, ends: "secure" },
  {
    name: "loses the first copy of everything in the handshake",
    relay: hostile.losesFirstCopies,
    ends: "secure",
  },
];

/** The scenes play at the same time, each at a proxy of its own: three attempts take half a minute. */
describe("a hostile relay", () => {
  const stage = useStage();
  const proxies: Proxy[] = [];
  const plays = new Map<string, Promise<void>>();
  const entering = new Turns(ENTERING_AT_ONCE);

  beforeAll(async () => {
    for (let count = 0; count < SCENES.length + 2; count += 1) proxies.push(await startProxy());
    const relay = await stage.relay({ TACET_ALLOWED_ORIGINS: proxies.map(({ origin }) => origin).join(",") });
    for (const proxy of proxies) proxy.target(relay.port);
    for (const [index, scene] of SCENES.entries()) start(scene.name, () => play(scene, at(index)));
    start("crosses", () => playCrossed(at(SCENES.length)));
    start("re-opens", () => playReopened(at(SCENES.length + 1)));
    return async () => {
      await Promise.allSettled(plays.values());
      await Promise.all(proxies.map((proxy) => proxy.stop()));
    };
  });

  for (const { name, ends } of SCENES) {
    const fate = {
      secure: "reaches nothing: each message once and in order",
      "no-direct-path": "never gets Secure shown, and the page says there is no path",
      "handshake-failed": "never gets Secure shown, and the page says that no valid answer came",
    }[ends];
    it(`that ${name} ${fate}`, () => plays.get(name));
  }
  it("that carries what is said in one room into another never gets Secure shown", () =>
    plays.get("crosses"));
  it("that re-opens a seat and replays the invitation to an established pair gets nowhere", () =>
    plays.get("re-opens"));

  function at(index: number): Proxy {
    const proxy = proxies[index];
    if (proxy === undefined) throw new Error("Too few proxies were started.");
    return proxy;
  }

  function start(name: string, run: () => Promise<void>): void {
    const playing = run();
    // It is awaited by its own test, which may come after another one has failed.
    playing.catch(() => undefined);
    plays.set(name, playing);
  }

  async function play({ relay, ends }: Scene, proxy: Proxy): Promise<void> {
    const [creator, guest] = await entering.take(async () => {
      const pair = await stage.pair({ kept: true });
      proxy.meddle(relay());
      await pair[1].joinByLink(await pair[0].createRoom(proxy.origin));
      return pair;
    });
    if (ends === "secure") await exchange(creator, guest);
    else await fail([creator, guest], ends);
  }

  async function playCrossed(proxy: Proxy): Promise<void> {
    proxy.meddle(hostile.crossesRooms());
    const people: Person[] = [];
    for (const room of [0, 1]) {
      await entering.take(async () => {
        const [creator, guest] = await stage.pair({ kept: true });
        const link = await creator.createRoom(proxy.origin);
        await until(`socket ${room * 2}`, () => proxy.sockets() === room * 2 + 1);
        await guest.joinByLink(link);
        await until(`socket ${room * 2 + 1}`, () => proxy.sockets() === room * 2 + 2);
        people.push(creator, guest);
      });
    }
    await fail(people, "handshake-failed");
  }

  async function playReopened(proxy: Proxy): Promise<void> {
    const [[creator, guest], link] = await entering.take(async () => {
      const pair = await stage.pair({ kept: true });
      return [pair, await meet(proxy.origin, ...pair)] as const;
    });
    const third = await stage.person(stage.left(), { kept: true });
    proxy.meddle(hostile.reopensSeat());
    const m1 = proxy.frames.find((frame) => messageOf(frame) === "m1")?.bytes ?? new Uint8Array(4096);
    for (const socket of [0, 1]) {
      for (const bytes of [
        m1,
        encodePass(randomBytes(4095)),
        encodePass(Uint8Array.of(2, ...randomBytes(254))),
      ]) {
        proxy.inject(socket, "down", bytes);
      }
    }
    await third.joinByLink(link);
    const before = proxy.frames.length;
    await until("the third one's answer", () =>
      proxy.frames.slice(before).some((frame) => frame.socket >= 2 && messageOf(frame) === "m2"),
    );
    await creator.say("only for the second");
    await guest.hears("only for the second");
    await third.reads("No valid answer", ATTEMPTS_MS);
    expect(neverBegan(await third.statuses())).toEqual([]);
    expect(await drawn(third)).toEqual([]);
    expect(await creator.status()).toMatch(/^Secure P2P/);
    await guest.say("and back");
    await creator.hears("and back");
    await creator.shows(["only for the second", "and back"]);
  }
});

/** Lets a few in at a time: two cores that load twenty pages at once load none. */
class Turns {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(atOnce: number) {
    this.#free = atOnce;
  }

  async take<T>(run: () => Promise<T>): Promise<T> {
    if (this.#free === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#free -= 1;
    try {
      return await run();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }
}

async function exchange(creator: Person, guest: Person): Promise<void> {
  await Promise.all([creator.secure(ATTEMPTS_MS), guest.secure(ATTEMPTS_MS)]);
  const texts = Array.from({ length: 10 }, (_, n) => `word ${n}`);
  for (const text of texts) for (const person of [creator, guest]) await person.say(text);
  await Promise.all([creator.hasDelivered(10), guest.hasDelivered(10)]);
  for (const person of [creator, guest]) await person.shows(texts, "other");
}

/** No page of these ever says that it is secure or shows a message, and the pages say what failed. */
async function fail(people: readonly Person[], how: "handshake-failed" | "no-direct-path"): Promise<void> {
  if (how === "no-direct-path") {
    await Promise.any(people.map((person) => person.sees("button", "Keep trying", ATTEMPTS_MS)));
    await pause(1_500);
  } else {
    await Promise.any(people.map((person) => person.endsWith(headingOf("handshake-failed"), ATTEMPTS_MS)));
    // Who gives up first has left; the other one is told that, or gives up by itself.
    await Promise.all(people.map((person) => person.sees("button", "New room", ATTEMPTS_MS)));
  }
  for (const person of people) {
    expect(neverBegan(await person.statuses())).toEqual([]);
    expect(await drawn(person)).toEqual([]);
  }
  console.log(`${how} seen, load ${load()}`);
}

function neverBegan(statuses: readonly string[]): readonly string[] {
  return statuses.filter((status) => /^(?:Secure|Upgrading)/.test(status));
}

function drawn({ tab }: Person): Promise<readonly string[]> {
  return tab.evaluate(() => window.e2e.drawn);
}
