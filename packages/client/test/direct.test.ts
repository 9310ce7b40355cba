import { KIND, bodies } from "@tacet/core";
import { describe, expect, it } from "vitest";
import { LIMITS } from "../src/limits.ts";
import type { Effect } from "../src/pair/messages.ts";
import { M1, Script } from "./harness/script.ts";

const opened = (effects: readonly Effect[]): (readonly [number, string])[] =>
  effects.flatMap((effect) =>
    effect.to === "peer" && effect.command.do === "open"
      ? [[effect.command.generation, effect.command.role] as const]
      : [],
  );
const signalled = (effects: readonly Effect[]): string[] =>
  effects.flatMap((effect) =>
    effect.to === "peer" && effect.command.do === "signal" ? [effect.command.type] : [],
  );
const said = (script: Script): string[] =>
  script.sealAll().flatMap((job) => {
    const signal =
      job.frame.content.kind === KIND.signal ? bodies.signal.decode(job.frame.content.body) : null;
    return signal === null ? [] : [`${signal.type} ${String(signal.generation)} by ${job.route.path}`];
  });

const signal = (
  script: Script,
  type: "offer" | "answer" | "candidate" | "end" | "rebuild",
  generation: number,
  text = type === "end" || type === "rebuild" ? "" : `${type} text`,
): Script => {
  return script.frame(script.relayRoute(), {
    kind: KIND.signal,
    order: script.room.signal.received + 1,
    body: bodies.signal.encode({ generation, type, text }),
  });
};

/** Time passes, and the relay is heard at its end: its socket need not be replaced. */
const heard = (script: Script, ms: number): Script =>
  script
    .wait(ms - 1)
    .relay({ kind: "beat" })
    .wait(1);

describe("the direct path", () => {
  it("is offered by the initiator as soon as there is a session, as content of the signal stream", () => {
    const script = new Script().create("present").established();
    expect(opened(script.look())).toEqual([[1, "offer"]]);
    script.peer({ on: "signal", generation: 1, type: "offer", text: "v=0" });
    script.peer({ on: "signal", generation: 1, type: "candidate", text: "candidate:1" });
    script.peer({ on: "signal", generation: 1, type: "end", text: "" });
    expect(said(script)).toEqual(["offer 1 by relay", "candidate 1 by relay", "end 1 by relay"]);
  });

  it("asks the relay's STUN servers and nobody else whom it names", () => {
    const script = new Script().create();
    script.socket("closed").wait(1000).socket("opened").admitted();
    script.relay({
      kind: "welcome",
      seat: 0,
      timeLeftMs: 900_000,
      graceSeconds: 300,
      directFileBytesMax: 0,
      relayedFileBytesMax: 16_777_216,
      other: "present",
      ticket: new Uint8Array(0),
      stun: ["turn:elsewhere.test", "stun:relay.test:3478", "stuns:elsewhere.test"],
    });
    script.result({ did: "attempt", attempt: 1, block: M1 }).established();
    const asked = script
      .look()
      .flatMap((effect) =>
        effect.to === "peer" && effect.command.do === "open" ? effect.command.iceServers : [],
      );
    expect(asked).toEqual([{ urls: "stun:relay.test:3478" }]);
  });

  it("is answered by the responder, whose end is ready before the offer comes", () => {
    const script = new Script().join().established();
    expect(opened(script.look())).toEqual([[1, "answer"]]);
    signal(script, "offer", 1);
    expect(signalled(script.look())).toEqual(["offer"]);
    script.peer({ on: "signal", generation: 1, type: "answer", text: "v=0" });
    expect(said(script)).toEqual(["answer 1 by relay"]);
  });

  it("takes one answer, 64 candidates, and nothing of another generation", () => {
    const script = new Script().create("present").established();
    script.look();
    signal(signal(script, "answer", 1), "answer", 1);
    expect(signalled(script.look())).toEqual(["answer"]);
    for (let index = 0; index < 80; index += 1) signal(script, "candidate", 1);
    signal(script, "end", 1);
    expect(signalled(script.look())).toEqual([
      ...Array.from({ length: LIMITS.candidatesOfGeneration }, () => "candidate"),
      "end",
    ]);
    signal(signal(script, "candidate", 2), "offer", 2);
    expect(signalled(script.look())).toEqual([]);
    expect(script.room.direct.generation).toBe(1);
  });

  it.each([
    ["closes", (script: Script) => script.peer({ on: "state", generation: 1, state: "closed" })],
    ["fails", (script: Script) => script.peer({ on: "state", generation: 1, state: "failed" })],
    [
      "is disconnected for 2 s",
      (script: Script) => heard(script.peer({ on: "state", generation: 1, state: "disconnected" }), 2000),
    ],
    [
      "is silent for two heartbeats and a half",
      (script: Script) => heard(script.relay({ kind: "beat" }).wait(30_000).relay({ kind: "beat" }), 32_500),
    ],
  ] as const)("is made anew when it %s", (_name, happen) => {
    const script = new Script().create("present").established().secured();
    script.look();
    happen(script);
    expect(opened(script.look())).toEqual([[2, "offer"]]);
  });

  it("survives a disconnection of less than 2 s", () => {
    const script = new Script().create("present").established().secured();
    script.peer({ on: "state", generation: 1, state: "disconnected" }).wait(1999);
    script.peer({ on: "state", generation: 1, state: "connected" }).wait(5000);
    expect(script.room.direct.generation).toBe(1);
  });

  it("is rebuilt at once, then after 1, 2, 4 and 8 s, and only while the other seat is there", () => {
    const script = new Script().create("present").established();
    const waits: number[] = [];
    for (let generation = 1; generation <= 6; generation += 1) {
      script.peer({ on: "state", generation, state: "failed" });
      let waitedMs = 0;
      while (script.room.direct.generation === generation && waitedMs < 10_000) {
        script.relay({ kind: "beat" }).wait(250);
        waitedMs += 250;
      }
      waits.push(waitedMs);
    }
    expect(waits).toEqual([0, 1000, 2000, 4000, 8000, 8000]);
    script.relay({ kind: "presence", other: "away" }).peer({ on: "state", generation: 7, state: "failed" });
    script.wait(20_000);
    expect(script.room.direct.generation).toBe(7);
    script.relay({ kind: "presence", other: "present" });
    expect(script.room.direct.generation).toBe(8);
  });

  it("is asked for by the responder, once for each generation", () => {
    const script = new Script().join().established().secured();
    script.sealAll();
    script.peer({ on: "state", generation: 1, state: "failed" }).wait(2000);
    expect(said(script)).toEqual(["rebuild 1 by relay"]);
    expect(opened(script.look())).toEqual([]);
    signal(script, "offer", 2);
    expect(opened(script.look())).toEqual([[2, "answer"]]);
  });

  it("is rebuilt by the initiator when the responder asks, though its own end looks well", () => {
    const script = new Script().create("present").established().secured();
    script.look();
    signal(script, "rebuild", 1);
    expect(opened(script.look())).toEqual([[2, "offer"]]);
    signal(script, "rebuild", 1);
    expect(opened(script.look())).toEqual([]);
  });

  it("is tried anew at once when the person keeps trying, and the notice goes for another 8 s", () => {
    const script = new Script().create("present").established();
    script.relay({ kind: "beat" }).wait(9000).look();
    script.command({ do: "keep-trying" });
    const effects = script.look();
    expect(opened(effects)).toEqual([[2, "offer"]]);
    expect(effects).toContainEqual({
      to: "face",
      event: { event: "notice", notice: null, unopenedBlocks: 0, attempt: 1 },
    });
  });

  it("is given up after 20 s without opening", () => {
    const script = new Script().create("present").established();
    script.look();
    script.relay({ kind: "beat" }).wait(20_000);
    expect(opened(script.look())).toEqual([[2, "offer"]]);
  });

  it("ignores what an older generation still says", () => {
    const script = new Script().create("present").established();
    script.peer({ on: "state", generation: 1, state: "failed" }).look();
    script.peer({ on: "opened", generation: 1 }).peer({ on: "state", generation: 1, state: "failed" });
    script.peer({ on: "received", generation: 1, bytes: new Uint8Array(256) });
    expect(script.look()).toEqual([]);
    expect(script.room.unopenedBlocks).toBe(0);
  });
});

describe("candidates in a description of the other side", () => {
  const described = (candidates: number): string =>
    `v=0\r\n${"a=candidate:1 1 udp 1 192.0.2.1 9 typ host\r\n".repeat(candidates)}`;

  it("counts the candidates of a description among the 64, whatever their spelling", () => {
    const script = new Script().create("present").established();
    script.look();
    signal(script, "answer", 1, `${described(61)}A = CANDIDATE :2 1 udp 1 192.0.2.1 9 typ host\r\n`);
    for (let index = 0; index < 5; index += 1) signal(script, "candidate", 1);
    expect(signalled(script.look())).toEqual(["answer", "candidate", "candidate"]);
  });

  it("drops a description that would bring them above 64, and takes the next one", () => {
    const script = new Script().create("present").established();
    script.look();
    signal(signal(script, "candidate", 1), "answer", 1, described(64));
    expect(signalled(script.look())).toEqual(["candidate"]);
    expect(script.room.unopenedBlocks).toBe(1);
    signal(script, "answer", 1, described(63));
    expect(signalled(script.look())).toEqual(["answer"]);
  });

  it("begins no generation by an offer with more than 64, and keeps the present one", () => {
    const script = new Script().join().established().secured();
    script.look();
    signal(script, "offer", 2, described(65));
    expect(opened(script.look())).toEqual([]);
    expect(script.room.direct).toMatchObject({ generation: 1, state: "open" });
    signal(script, "offer", 2, described(64));
    expect(opened(script.look())).toEqual([[2, "answer"]]);
  });
});
