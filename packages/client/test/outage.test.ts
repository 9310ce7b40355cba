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

describe("a socket that is asked and says nothing", () => {
  const hidden = (): Script => {
    const script = new Script().create("present", { hideAddress: true }).established("relayed", "relayed");
    script
      .frame(script.relayRoute(), { kind: KIND.heartbeat })
      .command({ do: "message", text: "one", key: "1" });
    script.sealAll();
    script.look();
    return script;
  };
  const reaches = (script: Script): number =>
    script.look().filter((it) => it.to === "socket" && it.command.do === "reach").length;
  const isReached = (script: Script): Script =>
    script.input({ from: "socket", event: { on: "reached", connection: script.room.link.connection } });

  const ask = (script: Script, key: string): Script => {
    script.command({ do: "message", text: key, key }).sealAll();
    script.look();
    return script;
  };
  /** Everything that was said has arrived. */
  const acknowledgeAll = (script: Script): Script => {
    const { signal, talk } = script.room;
    const last = ({ acknowledged, pending }: typeof talk): number => acknowledged + pending.length;
    const acks = { signal: last(signal), talk: last(talk) };
    return script.frame(script.relayRoute(), { kind: KIND.heartbeat }, { acks });
  };

  it("is kept while a spare one is opened beside it, again and again, and replaced when that one is open", () => {
    const script = hidden().wait(LIMITS.doubtMs - 1);
    expect(reaches(script)).toBe(0);
    expect(reaches(script.wait(1))).toBe(1);
    expect(reaches(script.wait(LIMITS.openingSocket.msMin))).toBe(1);
    expect(reaches(script.wait(24_500))).toBe(11);
    expect(script.room.link.state).toBe("admitted");
    expect(opened(isReached(script).look(), "socket")).toBe(1);
  });

  it("is kept when it is heard after all, by any frame of the relay", () => {
    const script = hidden().wait(LIMITS.doubtMs).relay({ kind: "beat" });
    script.look();
    expect(opened(isReached(script).look(), "socket")).toBe(0);
    expect(reaches(script.wait(2000))).toBe(0);
  });

  it("is replaced once, until the other side is heard: it may be away, and not the network", () => {
    const script = hidden().wait(LIMITS.doubtMs);
    reseat(isReached(script)).look();
    script.sealAll();
    expect(reaches(script.wait(30_000))).toBe(0);
    script
      .frame(script.relayRoute(), { kind: KIND.heartbeat })
      .command({ do: "message", text: "two", key: "2" });
    script.sealAll();
    script.look();
    expect(reaches(script.wait(2 * LIMITS.doubtMs))).toBe(1);
  });

  it("is doubted later where the other side is slow, and as soon as before when it is quick again", () => {
    const script = hidden().wait(LIMITS.doubtMs);
    reseat(isReached(script)).look();
    script.sealAll();
    script.wait(LIMITS.doubtMs);
    acknowledgeAll(script);
    ask(script, "2");
    expect(reaches(script.wait(2 * LIMITS.doubtMs - 1))).toBe(0);
    expect(reaches(script.wait(1))).toBe(1);
    acknowledgeAll(script);
    ask(script, "3").wait(500);
    acknowledgeAll(script);
    expect(reaches(ask(script, "4").wait(LIMITS.doubtMs))).toBe(1);
  });

  it("is doubted after at most eight times the first where the other side is slow, however often it was", () => {
    const script = hidden().wait(LIMITS.doubtMs);
    for (let times = 1; times < 6; times += 1) {
      reseat(isReached(script));
      script.sealAll();
      script.wait(LIMITS.doubtMs);
      acknowledgeAll(script);
      ask(script, String(times)).wait(Math.min(2 ** times, 8) * LIMITS.doubtMs - 1);
      expect(reaches(script)).toBe(0);
      expect(reaches(script.wait(1))).toBe(1);
    }
  });

  it("is doubted ever more seldom, and then no more, where the other side speaks and acknowledges nothing", () => {
    const script = hidden();
    const replacedAfterSeconds: number[] = [];
    for (let seconds = 1; seconds <= 840; seconds += 1) {
      script.wait(1000).sealAll();
      if (seconds % 25 === 20) script.frame(script.relayRoute(), { kind: KIND.heartbeat });
      if (script.room.link.reachAtMs === null) continue;
      replacedAfterSeconds.push(seconds);
      reseat(isReached(script));
    }
    expect(script.room.talk.pending).toHaveLength(1);
    expect(replacedAfterSeconds.filter((seconds) => seconds > 200)).toEqual([]);
  });

  it("is not doubted while it still has to send what it was given", () => {
    const script = hidden();
    const { connection } = script.room.link;
    const waits = (bytes: number): Script =>
      script.input({ from: "socket", event: { on: "waiting", connection, bytes } });
    waits(262_144).look();
    for (let bytes = 200_000; bytes > 0; bytes -= 50_000) expect(reaches(waits(bytes).wait(900))).toBe(0);
    expect(reaches(script.wait(100))).toBe(1);
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
