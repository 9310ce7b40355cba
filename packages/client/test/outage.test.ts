/* Networks that break in silence, pages that freeze, devices that sleep (spec/direct.md 4). */
import { KIND } from "@tacet/core";
import { describe, expect, it } from "vitest";
import { LIMITS } from "../src/limits.ts";
import type { Effect } from "../src/pair/messages.ts";
import { createTestPair, endOf, heardBy, statusOf } from "./harness/pair.ts";
import type { MeetOptions, TestPair } from "./harness/pair.ts";
import { brokenRules, unfinished } from "./harness/rules.ts";
import { Script } from "./harness/script.ts";

/** All that was said is there, in order and once, and both sides say so. */
function isWhole(pair: TestPair): boolean {
  const whole = heardBy(pair.joiner).length === pair.said.creator.length;
  return whole && heardBy(pair.creator).length === pair.said.joiner.length && unfinished(pair).length === 0;
}

async function msUntilWhole(pair: TestPair): Promise<number> {
  const begin = pair.world.nowMs();
  while (!isWhole(pair) && pair.world.nowMs() - begin < 60_000) await pair.world.run(50);
  return pair.world.nowMs() - begin;
}

async function together(seed: number, options: MeetOptions = {}, graceSeconds?: number): Promise<TestPair> {
  const pair = createTestPair(seed, graceSeconds === undefined ? {} : { graceSeconds });
  await pair.meet(options);
  await pair.world.run(5000);
  pair.say("creator", "before");
  await pair.world.run(2000);
  expect([statusOf(pair.creator), statusOf(pair.joiner)]).toEqual(["secure", "secure"]);
  return pair;
}

const ROOMS: readonly (readonly [string, MeetOptions])[] = [
  ["direct", {}],
  ["any", { path: "any" }],
  ["relayed", { hideAddress: true }],
];
const CUTS_S = [2, 8, 20, 60];

describe.each(ROOMS)("a room whose path is %s", (_name, options) => {
  it.each(CUTS_S)(
    "is of service within 2 s of the end of a silent cut of %i s, nothing lost or doubled",
    async (seconds) => {
      for (const side of [0, 1] as const) {
        const pair = await together(seconds + side, options);
        pair.network.cut(side);
        for (let at = 0; at < 4; at += 1) {
          pair.say("creator", `creator ${String(at)}`);
          pair.say("joiner", `joiner ${String(at)}`);
          await pair.world.run(seconds * 250);
        }
        pair.network.mend(side);
        expect(await msUntilWhole(pair)).toBeLessThanOrEqual(2000);
        expect(brokenRules(pair)).toEqual([]);
      }
    },
  );

  it("is of service within 2 s in another network of which nothing is told, nothing lost or doubled", async () => {
    for (const side of [0, 1] as const) {
      const pair = await together(11 + side, options);
      pair.network.move(side);
      pair.say("creator", "from the creator");
      pair.say("joiner", "from the joiner");
      expect(await msUntilWhole(pair)).toBeLessThanOrEqual(2000);
      expect(brokenRules(pair)).toEqual([]);
    }
  });

  it.each([
    [4, 300],
    [10, 900],
  ])(
    "goes on after %i minutes in which one page was frozen, with a grace time of %i s",
    async (minutes, graceSeconds) => {
      const pair = await together(7, { ...options, ttlSeconds: 3600 }, graceSeconds);
      pair.joiner.freeze(true);
      pair.network.cut(1);
      pair.say("creator", "while frozen");
      await pair.world.run(minutes * 60_000);
      pair.network.mend(1);
      pair.joiner.freeze(false);
      expect(await msUntilWhole(pair)).toBeLessThanOrEqual(2000);
      expect([endOf(pair.creator), ...brokenRules(pair)]).toEqual([null]);
    },
  );

  it("is told of as reconnecting, and with a notice after 2 s, which goes with the outage", async () => {
    const pair = await together(9, options);
    pair.network.cut(1);
    await pair.world.run(7500);
    const notices = (): unknown[] =>
      pair.joiner.events.flatMap((event) => (event.event === "notice" ? [event.notice] : []));
    // A socket that is dead in silence is noticed by a direct path alone; without one, by its own silence.
    await pair.world.run(options.hideAddress === true ? 40_000 : 3000);
    expect(statusOf(pair.joiner)).toBe("reconnecting");
    expect(notices()).toContain("reconnecting");
    pair.network.mend(1);
    expect(await msUntilWhole(pair)).toBeLessThanOrEqual(2000);
    expect(notices().at(-1)).toBeNull();
  });
});

const opened = (effects: readonly Effect[], to: "peer" | "socket"): number =>
  effects.filter((effect) => effect.to === to && effect.command.do === "open").length;
const secure = (): Script => new Script().create("present").established().secured();
const reseat = (script: Script): Script => script.socket("opened").admitted().welcome("present");

describe("a network that changed", () => {
  it("brings a new socket at once, and a question on the direct path that is given up after 1 s without an answer", () => {
    const script = secure().wait(5000);
    script.look();
    script.command({ do: "network-changed" });
    expect(opened(script.look(), "socket")).toBe(1);
    reseat(script).wait(LIMITS.doubtMs - 1);
    expect(opened(script.look(), "peer")).toBe(0);
    script.wait(1);
    expect(opened(script.look(), "peer")).toBe(1);
    expect(script.room.direct.generation).toBe(2);
  });

  it("leaves a direct path alone that answers", () => {
    const script = secure().wait(5000).command({ do: "network-changed" });
    const { order } = script.room.direct.doubt ?? { order: 0 };
    script.frame(
      script.directRoute(),
      { kind: KIND.heartbeat },
      { epoch: 1, acks: { signal: order, talk: 0 } },
    );
    reseat(script).wait(10_000);
    expect(script.room.direct).toMatchObject({ generation: 1, state: "open", doubt: null });
  });

  it("hears an answer that came late on a busy device", () => {
    const script = secure().wait(5000).command({ do: "network-changed" });
    const { order } = script.room.direct.doubt ?? { order: 0 };
    script.nowMs += LIMITS.doubtMs + 500;
    script.frame(
      script.directRoute(),
      { kind: KIND.heartbeat },
      { epoch: 1, acks: { signal: order, talk: 0 } },
    );
    expect(script.room.direct).toMatchObject({ generation: 1, state: "open", doubt: null });
  });

  it("takes the seat back from a socket of its own that was given up and is admitted late, once", () => {
    const script = secure().command({ do: "network-changed" });
    script.socket("opened").admitted();
    reseat(script.command({ do: "network-changed" })).look();
    script.relay({ kind: "fault", code: "replaced" }).wait(1000);
    expect(opened(script.look(), "socket")).toBe(1);
    expect(script.room.shown.status).not.toBe("ended");
    reseat(script).relay({ kind: "fault", code: "replaced" });
    expect(script.events()).toContainEqual(expect.objectContaining({ event: "end", reason: "elsewhere" }));
  });

  it("tells that a phrase is lost with the socket that it was offered on", () => {
    const script = secure();
    script.look();
    script.command({ do: "network-changed" });
    expect(script.look()).toContainEqual({ to: "phrase", input: { on: "lost" } });
  });

  it("lets a socket be tried for at once that is waited for", () => {
    const script = secure().socket("closed");
    script.look();
    script.command({ do: "network-changed" });
    expect(opened(script.look(), "socket")).toBe(1);
    script.command({ do: "network-changed" });
    expect(opened(script.look(), "socket")).toBe(1);
  });

  it("is nothing before the first seat", () => {
    const script = new Script().command({
      do: "join",
      origin: "https://relay.test",
      invitation: "t",
      name: "",
    });
    script.result({ did: "join", roomId: "AAAAAAAAAAAAAAAAAAAAAA", origin: null }).look();
    expect(opened(script.command({ do: "network-changed" }).look(), "socket")).toBe(0);
  });
});

describe("a device that slept", () => {
  it.each([
    ["with a clock that stood still", (script: Script) => (script.wallMs += 60_000)],
    ["with a clock that went on", (script: Script) => (script.nowMs += 45_000)],
  ] as const)("%s hears what had arrived, and then replaces its socket", (_name, sleep) => {
    const script = secure().wait(3000);
    script.look();
    sleep(script);
    script.input({ from: "clock" });
    expect(opened(script.look(), "socket")).toBe(0);
    script.relay({ kind: "beat" }).wait(LIMITS.wakingMs);
    expect(opened(script.look(), "socket")).toBe(1);
  });

  it("is told why the room ended meanwhile", () => {
    const script = secure().wait(3000);
    script.nowMs += 45_000;
    script.input({ from: "clock" }).relay({ kind: "ended", reason: "left" });
    expect(script.events()).toContainEqual(expect.objectContaining({ event: "end", reason: "left-there" }));
  });

  it("is not what a busy device is", () => {
    const script = secure().wait(3000);
    script.look();
    script.nowMs += 9000;
    script.input({ from: "clock" }).wait(1000);
    expect(opened(script.look(), "socket")).toBe(0);
  });
});

it("says again what was on its way through the relay when the other seat returns, though it was never away", () => {
  const script = new Script().create("present", { hideAddress: true }).established("relayed", "relayed");
  script.frame(script.relayRoute(), { kind: KIND.heartbeat });
  script.command({ do: "message", text: "words", key: "1" });
  const texts = (): number[] =>
    script.sealAll().flatMap(({ frame: { content } }) => (content.kind === KIND.text ? [content.order] : []));
  expect(texts()).toEqual([1]);
  script.relay({ kind: "presence", other: "present" });
  expect(texts()).toEqual([1]);
});

it("makes the next generation at once when the other seat returns, however long it was to be waited for", () => {
  const script = new Script().create("present").established();
  for (let generation = 1; generation <= 5; generation += 1) {
    script.peer({ on: "state", generation, state: "failed" });
    if (generation < 5) script.relay({ kind: "beat" }).wait(8000);
  }
  script.look();
  script.wait(1000);
  expect(opened(script.look(), "peer")).toBe(0);
  script.relay({ kind: "presence", other: "present" });
  expect(opened(script.look(), "peer")).toBe(1);
});

describe("a socket that is being opened", () => {
  it("is waited for as long as the last one suggests, and every third time for longer", () => {
    const script = secure();
    script.socket("closed");
    const waits: number[] = [];
    for (let round = 0; round < 6; round += 1) {
      while (script.room.link.state === "off") script.wait(50);
      const begun = script.nowMs;
      while (script.room.link.state === "opening") script.wait(50);
      waits.push(Math.round((script.nowMs - begun) / 500) * 500);
    }
    expect(waits).toEqual([1500, 4000, 1500, 1500, 4000, 1500]);
  });

  it("is waited for 10 s the first time, and once it is open", () => {
    const script = new Script().command({
      do: "join",
      origin: "https://relay.test",
      invitation: "t",
      name: "",
    });
    script.result({ did: "join", roomId: "AAAAAAAAAAAAAAAAAAAAAA", origin: null }).wait(9999);
    expect(script.room.link.state).toBe("opening");
    const again = secure().socket("closed").wait(200).socket("opened").wait(9500);
    expect(again.room.link.state).toBe("admitting");
  });
});
