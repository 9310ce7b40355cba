/* The connection object that is made while the handshake runs (spec/pair.md 2, spec/direct.md 3). */
import { KIND, bodies } from "@tacet/core";
import { describe, expect, it } from "vitest";
import { inOne } from "../src/pair/ahead.ts";
import type { Effect } from "../src/pair/messages.ts";
import { M1, M2, M3, Script, handshakeBlock } from "./harness/script.ts";

const peerDoes = (effects: readonly Effect[]): string[] =>
  effects.flatMap((effect) => {
    if (effect.to !== "peer") return [];
    const { command } = effect;
    return command.do === "open" ? [`open ${command.role} ${String(command.generation)}`] : [command.do];
  });
const candidate = {
  on: "signal",
  type: "candidate",
  text: "candidate:1 1 udp 1 192.0.2.1 9 typ host",
} as const;
const offer = { on: "signal", type: "offer", text: "v=0\r\nm=application\r\n" } as const;
const view = { epoch: 0, framesSent: 0, framesReceived: 0, farewells: [] };

const gathered = (script: Script, generation = 1): Script =>
  script.peer({ ...offer, generation }).peer({ ...candidate, generation });
const signals = (script: Script): string[] =>
  script.sealAll().flatMap((job) => {
    const signal =
      job.frame.content.kind === KIND.signal ? bodies.signal.decode(job.frame.content.body) : null;
    return signal === null ? [] : [`${signal.type} ${String(signal.generation)} ${signal.text}`];
  });
const established = (script: Script, path: "direct" | "relayed"): Script => {
  script.relay({ kind: "pass", block: handshakeBlock(9) });
  const { attempt } = script.room.handshake;
  return script.result({
    did: "handshake",
    attempt,
    outcome: { kind: "established", view, path, otherPath: path, block: M3 },
  });
};
const failed = (script: Script): Script => {
  const block = handshakeBlock(8);
  const { attempt } = script.room.handshake;
  script.relay({ kind: "pass", block });
  return script.result({ did: "handshake", attempt, outcome: { kind: "failed", block } });
};

describe("the initiator's connection object", () => {
  it("is made when m1 goes to a present seat, and not while the initiator waits alone", () => {
    const script = new Script().create("never");
    script.wait(30_000);
    expect(peerDoes(script.look())).toEqual([]);
    script.relay({ kind: "presence", other: "present" });
    const effects = script.look();
    expect(peerDoes(effects)).toEqual(["open offer 1"]);
    const m1 = effects.findIndex((effect) => effect.to === "socket" && effect.command.do === "send");
    expect(m1).toBeGreaterThanOrEqual(0);
    expect(effects.findIndex((effect) => effect.to === "peer")).toBeGreaterThan(m1);
  });

  it.each(["any", "relayed"] as const)("is not made ahead where the own policy is %s", (policy) => {
    const options = policy === "any" ? { path: policy } : { hideAddress: true };
    const script = new Script().create("present", options);
    expect(peerDoes(script.look())).toEqual([]);
  });

  it("says nothing of what it gathers before the session has fixed the path", () => {
    const script = new Script().create("present");
    script.look();
    gathered(script).peer({ on: "signal", generation: 1, type: "end", text: "" }).wait(9000);
    expect(script.look().filter(({ to }) => to !== "socket" && to !== "face")).toEqual([]);
    expect(script.room.signal.pending.filter(({ content }) => content.kind === KIND.signal)).toEqual([]);
    established(script, "direct");
    expect(signals(script)).toEqual([`offer 1 ${offer.text}a=${candidate.text}\r\na=end-of-candidates\r\n`]);
    expect(script.room.direct).toMatchObject({ state: "opening", held: [] });
  });

  it("keeps 64 candidates and, whatever else came, their end", () => {
    const script = new Script().create("present");
    script.peer({ ...offer, generation: 1 });
    for (let index = 0; index < 70; index += 1) script.peer({ ...candidate, generation: 1 });
    for (let index = 0; index < 3; index += 1)
      script.peer({ on: "signal", generation: 1, type: "end", text: "" });
    expect(script.room.direct.held).toHaveLength(66);
    script.look();
    established(script, "direct");
    const lines = `a=${candidate.text}\r\n`.repeat(64);
    expect(signals(script)).toEqual([`offer 1 ${offer.text}${lines}a=end-of-candidates\r\n`]);
  });

  it("tells candidates that come later one by one", () => {
    const script = gathered(new Script().create("present"));
    established(script, "direct").look();
    script.peer({ ...candidate, generation: 1 });
    expect(signals(script)).toEqual([`candidate 1 ${candidate.text}`]);
  });

  it("is closed unused where the other side's choice makes the path relayed, and nothing gathered has left", () => {
    const script = gathered(new Script().create("present"));
    script.look();
    established(script, "relayed");
    const effects = script.look();
    expect(peerDoes(effects)).toEqual(["close"]);
    expect(script.room.direct).toMatchObject({ state: "none", held: [] });
    // What the object still says is nobody's.
    gathered(script);
    script.effects.push(...effects);
    expect(signals(script)).toEqual([]);
  });

  it.each([
    ["the other seat leaves", (script: Script) => script.relay({ kind: "presence", other: "away" })],
    ["the socket closes", (script: Script) => script.socket("closed")],
    ["the object fails", (script: Script) => script.peer({ on: "state", generation: 1, state: "failed" })],
    ["the attempt fails", failed],
    ["no m2 comes for 10 s", (script: Script) => script.wait(10_000)],
  ] as const)("is closed unused when %s", (_name, happen) => {
    const script = gathered(new Script().create("present"));
    script.look();
    happen(script);
    expect(peerDoes(script.look())).toEqual(["close"]);
    expect(script.room.direct).toMatchObject({ state: "none", held: [] });
  });

  it("is made once in each attempt, however often the other seat comes and goes", () => {
    const script = new Script().create("present");
    for (let turn = 0; turn < 20; turn += 1) {
      script.relay({ kind: "presence", other: "away" }).relay({ kind: "presence", other: "present" });
    }
    expect(peerDoes(script.look())).toEqual(["open offer 1", "close"]);
    failed(script).result({ did: "attempt", attempt: 2, block: M1 });
    expect(peerDoes(script.look())).toEqual(["open offer 2"]);
  });

  it("is made anew, under the next number, when there is a session and the one made ahead is gone", () => {
    const script = gathered(new Script().create("present"));
    script.peer({ on: "state", generation: 1, state: "failed" }).look();
    // What the closed one still says is nobody's.
    gathered(script);
    established(script, "direct");
    expect(peerDoes(script.look())).toEqual(["open offer 2"]);
    expect(script.room.signal.pending.filter(({ content }) => content.kind === KIND.signal)).toEqual([]);
  });
});

describe("the responder's connection object", () => {
  const answered = (path: "direct" | "relayed"): Script => {
    const script = new Script().join();
    script.relay({ kind: "pass", block: M1 }).look();
    return script.result({
      did: "handshake",
      attempt: script.room.handshake.attempt,
      outcome: { kind: "answer", block: M2, path },
    });
  };

  it("is made when m1 and the own choice have made the path direct, behind m2", () => {
    const effects = answered("direct").look();
    expect(effects.map(({ to }) => to)).toEqual(["socket", "peer"]);
    expect(peerDoes(effects)).toEqual(["open answer 1"]);
  });

  it("is not made where they have not", () => {
    expect(peerDoes(answered("relayed").look())).toEqual([]);
  });

  it("takes the offer of whichever generation the initiator is at", () => {
    const script = answered("direct");
    failed(script);
    established(script, "direct").look();
    for (const generation of [1, 2]) {
      script.frame(script.relayRoute(), {
        kind: KIND.signal,
        order: generation,
        body: bodies.signal.encode({ generation, type: "offer", text: "v=0" }),
      });
    }
    expect(peerDoes(script.look())).toEqual(["signal", "open answer 2", "signal"]);
  });
});

describe("candidates in the description", () => {
  it("stand at its end, as far as it has room; what has none follows by itself", () => {
    const long = `candidate:${"x".repeat(7000)}`;
    const held = [
      { type: "offer", text: "v=0\r\n" },
      { type: "candidate", text: long },
      { type: "candidate", text: long },
      { type: "candidate", text: long },
      { type: "end", text: "" },
    ] as const;
    const [first, ...rest] = inOne(held);
    expect(first?.text).toBe(`v=0\r\na=${long}\r\na=${long}\r\n`);
    expect(rest).toEqual([
      { type: "candidate", text: long },
      { type: "end", text: "" },
    ]);
  });

  it("stay apart from a description that does not end with a line", () => {
    const held = [
      { type: "offer", text: "v=0" },
      { type: "candidate", text: "candidate:1" },
    ] as const;
    expect(inOne(held)).toEqual(held);
  });
});
