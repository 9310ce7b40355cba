import { KIND, bodies } from "@tacet/core";
import { encodeFromRelay } from "@tacet/wire";
import { describe, expect, it } from "vitest";
import type { Effect } from "../src/pair/messages.ts";
import { createTestPair, endOf } from "./harness/pair.ts";
import { brokenRules, unfinished } from "./harness/rules.ts";
import { Script, sends } from "./harness/script.ts";

/* A page that goes away by the relay's word is asked on the direct path, or awaited without one (spec/pair.md 8). */

const LEAVE = 2;

/** Both sides secure, with nothing in flight. */
function secured(role: "creator" | "joiner" = "creator"): Script {
  const script = role === "creator" ? new Script().create("present") : new Script().join("present");
  script.established().secured();
  script.look();
  return script;
}

const questionsOf = (script: Script): number[] =>
  script.sealAll().flatMap(({ route, frame: { content } }) => {
    const signal = content.kind === KIND.signal ? bodies.signal.decode(content.body) : null;
    return signal?.generation === 0 && route.path === "direct" ? [content.order] : [];
  });
const reasonOf = (effects: readonly Effect[]): string | undefined =>
  effects.flatMap(({ to, ...rest }) =>
    to === "face" && "event" in rest && rest.event.event === "end" ? [rest.event.reason] : [],
  )[0];
const going = (script: Script): Script => script.relay({ kind: "presence", other: "going" });
const acknowledge = (script: Script, signal: number): Script =>
  script.frame(script.directRoute(), { kind: KIND.heartbeat }, { epoch: 1, acks: { signal, talk: 0 } });

describe("a page that goes away by the relay's word", () => {
  it("is asked at once on the direct path, and has left if it does not answer within 800 ms", () => {
    const script = going(secured());
    expect(questionsOf(script)).toHaveLength(1);
    expect(reasonOf(script.wait(799).look())).toBeUndefined();
    const effects = script.wait(1).look();
    expect(reasonOf(effects)).toBe("left-there");
    expect(sends(effects, "socket").map(([kind]) => kind)).toEqual([LEAVE]);
    expect(effects.some((effect) => effect.to === "crypto" && effect.job.job === "wipe")).toBe(true);
    expect(script.room.talk.pending).toEqual([]);
  });

  it("lives if it acknowledges the question: it is away, and is asked again until it is back", () => {
    const script = going(secured("joiner"));
    for (let round = 0; round < 5; round += 1) {
      const [order = 0] = questionsOf(script);
      expect(order).toBeGreaterThan(0);
      acknowledge(script.wait(500), order).wait(200);
    }
    expect(reasonOf(script.effects)).toBeUndefined();
    expect(script.room.other.presence).toBe("away");
    expect(script.room.shown.status).toBe("secure");
    script.relay({ kind: "presence", other: "present" });
    script.look();
    expect(reasonOf(script.wait(20_000).look())).toBeUndefined();
  });

  it("has not answered with frames that were on their way", () => {
    const script = going(secured());
    acknowledge(script.wait(300), 0).wait(500);
    expect(reasonOf(script.look())).toBe("left-there");
  });

  it("has left if its end of the direct path closes and it is not back 400 ms after the word, though it had answered", () => {
    for (const [ms, leftMs] of [
      [100, 400],
      [450, 450],
    ] as const) {
      const script = going(secured());
      const [order = 0] = questionsOf(script);
      acknowledge(script, order);
      for (const start = script.nowMs; script.nowMs < start + ms; script.wait(50)) {
        const [again] = questionsOf(script);
        if (again !== undefined) acknowledge(script, again);
      }
      script.peer({ on: "state", generation: script.room.direct.generation, state: "closed" });
      if (leftMs > ms) expect(reasonOf(script.wait(leftMs - ms - 1).look())).toBeUndefined();
      expect(reasonOf(script.wait(1).look())).toBe("left-there");
    }
  });

  it("is not judged while what came directly is still to be opened", () => {
    const script = going(secured());
    const [order = 0] = questionsOf(script);
    script.wait(790).deliver(script.directRoute(), new Uint8Array(255).fill(2, 0, 1));
    expect(reasonOf(script.wait(50).look())).toBeUndefined();
    const frame = {
      acks: { signal: order, talk: 0 },
      content: { kind: KIND.heartbeat, order: 0, id: new Uint8Array(16), body: new Uint8Array(0) },
    };
    const outcome = { kind: "frame", epoch: 1, frame } as const;
    script.result({ did: "open", route: script.directRoute(), outcome, view: script.view });
    expect(reasonOf(script.look())).toBeUndefined();
  });

  it("is asked for 10 s at most", () => {
    const script = going(secured());
    const start = script.nowMs;
    while (script.nowMs < start + 11_000) {
      const [order] = questionsOf(script);
      if (order !== undefined) acknowledge(script, order);
      script.wait(100);
    }
    expect(script.room.other.going).toBeNull();
    expect(questionsOf(script)).toEqual([]);
  });

  it("acknowledges a question, and does nothing else for it", () => {
    const script = secured("joiner");
    const { unopenedBlocks } = script.room;
    const body = bodies.signal.encode({ generation: 0, type: "end", text: "" });
    const order = script.room.signal.received + 1;
    script.frame(script.directRoute(), { kind: KIND.signal, order, body }, { epoch: 1 });
    expect(script.look().filter((effect) => effect.to === "peer")).toEqual([]);
    const acks = script.wait(20).sealAll();
    expect(acks.map(({ route, frame }) => [route.path, frame.acks.signal])).toEqual([["direct", order]]);
    expect(script.room.unopenedBlocks).toBe(unopenedBlocks);
  });
});

describe("a page that goes away, and no direct path is open", () => {
  it("has left after 400 ms where it had closed its end of the direct path up to 2 s before", () => {
    for (const [ms, state, left] of [
      [0, "closed", true],
      [2_000, "closed", true],
      [2_001, "closed", false],
      [0, "failed", false],
    ] as const) {
      const script = secured();
      script.peer({ on: "state", generation: script.room.direct.generation, state });
      expect(reasonOf(script.wait(ms).look())).toBeUndefined();
      expect(reasonOf(going(script).wait(399).look())).toBeUndefined();
      expect(reasonOf(script.wait(1).look())).toBe(left ? "left-there" : undefined);
    }
  });

  it("has not left, whatever it closed, if it is back by then", () => {
    const script = secured();
    script.peer({ on: "state", generation: script.room.direct.generation, state: "closed" });
    going(script).wait(399).relay({ kind: "presence", other: "present" });
    expect(reasonOf(script.wait(5_000).look())).toBeUndefined();
  });

  it("has not left because an earlier path had closed, or this one was given up here", () => {
    const closed = secured("joiner");
    const { generation } = closed.room.direct;
    closed.peer({ on: "state", generation, state: "closed" });
    const offer = bodies.signal.encode({ generation: generation + 1, type: "offer", text: "again" });
    const order = closed.room.signal.received + 1;
    closed.frame(closed.relayRoute(), { kind: KIND.signal, order, body: offer }, { epoch: 1 });
    closed.peer({ on: "opened", generation: generation + 1 });
    closed.peer({ on: "state", generation: generation + 1, state: "failed" });
    expect(reasonOf(going(closed).wait(500).look())).toBeUndefined();
    const given = secured();
    given.peer({ on: "state", generation: given.room.direct.generation, state: "disconnected" });
    expect(reasonOf(going(given.wait(2_000)).wait(500).look())).toBeUndefined();
  });

  it("is awaited for 3 s without an open direct path, met or not", () => {
    for (const script of [new Script().create("present"), new Script().create("present").established()]) {
      going(script).look();
      expect(script.room.other.presence).toBe("away");
      expect(reasonOf(script.wait(2_999).look())).toBeUndefined();
      const effects = script.wait(1).look();
      expect(reasonOf(effects)).toBe("left-there");
      expect(sends(effects, "socket").map(([kind]) => kind)).toEqual([LEAVE]);
    }
  });

  it("is awaited no longer once it is back, or once our own socket is gone", () => {
    const back = going(new Script().create("present").established());
    back.wait(2_900).relay({ kind: "presence", other: "present" });
    expect(reasonOf(back.wait(5_000).look())).toBeUndefined();
    const cut = going(new Script().create("present").established());
    cut.wait(2_900).socket("closed");
    expect(cut.room.other.going).toBeNull();
    cut.wait(500).socket("opened").admitted().welcome("away");
    expect(reasonOf(cut.wait(5_000).look())).toBeUndefined();
  });

  it("is asked as soon as a direct path opens, and awaited anew as soon as one is lost", () => {
    const script = going(new Script().create("present").established());
    script.wait(2_900).secured().wait(200);
    const [order = 0] = questionsOf(script);
    expect(order).toBeGreaterThan(0);
    acknowledge(script, order);
    const { generation } = script.room.direct;
    script.peer({ on: "state", generation, state: "disconnected" });
    for (const start = script.nowMs; script.nowMs < start + 2_000; script.wait(100).relay({ kind: "beat" })) {
      const [again] = questionsOf(script);
      if (again !== undefined) acknowledge(script, again);
    }
    expect(script.room.direct.state).not.toBe("open");
    expect(reasonOf(script.wait(2_800).look())).toBeUndefined();
    expect(reasonOf(script.wait(200).look())).toBe("left-there");
  });
});

describe("two clients", () => {
  it("go on under a relay that lies about going, as often as it likes", async () => {
    const lie = encodeFromRelay({ kind: "presence", other: "going" });
    const truth = encodeFromRelay({ kind: "presence", other: "present" });
    let lies = false;
    const pair = createTestPair(5, { middle: (_, bytes) => (lies ? [bytes, truth, lie] : [bytes]) });
    await pair.meet();
    await pair.world.run(3_000);
    lies = true;
    for (let round = 0; round < 30; round += 1) {
      // A new socket's welcome is one more occasion.
      pair.relay.cut();
      pair.say(round % 2 === 0 ? "creator" : "joiner", `round ${String(round)}`);
      await pair.world.run(1_500);
    }
    lies = false;
    pair.relay.cut();
    await pair.world.run(20_000);
    expect(endOf(pair.creator)).toBeNull();
    expect(endOf(pair.joiner)).toBeNull();
    expect([...brokenRules(pair), ...unfinished(pair)]).toEqual([]);
  });

  it("are not parted by a 1001 in the name of a page that lives, and one that died is found out at once", async () => {
    let died = false;
    const pair = createTestPair(6, { joiner: { lastsMs: () => (died ? 1e9 : 0) } });
    await pair.meet();
    await pair.world.run(3_000);
    pair.relay.goAway(1);
    pair.say("joiner", "still here");
    await pair.world.run(15_000);
    expect(endOf(pair.creator)).toBeNull();
    expect([...brokenRules(pair), ...unfinished(pair)]).toEqual([]);
    died = true;
    pair.relay.goAway(1);
    await pair.world.run(900);
    expect(endOf(pair.creator)).toBe("left-there");
  });
});
