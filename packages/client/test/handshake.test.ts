import { KIND } from "@tacet/core";
import { describe, expect, it } from "vitest";
import { M1, M2, M3, Script, handshakeBlock, sentBlock } from "./harness/script.ts";

const block = handshakeBlock(9);

describe("the initiator's attempt", () => {
  it("sends m1 at once when the other seat appears, and again after 1, 2 and 4 s, the same bytes", () => {
    const script = new Script().create();
    script.look();
    script.wait(30_000);
    expect(sentBlock(script.look(), "socket", M1)).toBe(0);
    script.relay({ kind: "presence", other: "present" });
    expect(sentBlock(script.look(), "socket", M1)).toBe(1);
    const times = [1000, 2000, 4000].map((ms) => {
      script.wait(ms - 1);
      const before = sentBlock(script.look(), "socket", M1);
      script.wait(1);
      return [before, sentBlock(script.look(), "socket", M1)];
    });
    expect(times).toEqual([
      [0, 1],
      [0, 1],
      [0, 1],
    ]);
  });

  it("makes m1 before anybody is there to receive it", () => {
    const script = new Script().create();
    expect(script.jobs().map((job) => job.job)).toContain("attempt");
  });

  it("ends after 10 s in which the other seat was present, with fresh keys for the next; the third ends the room", () => {
    const script = new Script().create("present");
    script.look();
    script.wait(9999);
    expect(script.jobs().filter((job) => job.job === "attempt")).toHaveLength(0);
    script.wait(1);
    const effects = script.look();
    expect(effects).toContainEqual({
      to: "crypto",
      job: { job: "attempt", attempt: 2, path: "direct", rejoin: false },
    });
    expect(effects).toContainEqual({
      to: "face",
      event: { event: "notice", notice: "no-valid-answer", unopenedBlocks: 0, attempt: 1 },
    });
    script.wait(20_000);
    expect(script.events()).toContainEqual(
      expect.objectContaining({ event: "end", reason: "handshake-failed", unopenedBlocks: 0 }),
    );
  });

  it("does not count time in which nobody is there", () => {
    const script = new Script().create("present");
    script.wait(6000).relay({ kind: "presence", other: "away" }).wait(30_000);
    script.relay({ kind: "presence", other: "present" }).look();
    script.wait(3999);
    expect(script.jobs().filter((job) => job.job === "attempt")).toHaveLength(0);
    script.wait(1);
    expect(script.jobs().filter((job) => job.job === "attempt")).toHaveLength(1);
  });

  it("is over when m2 opens and does not confirm", () => {
    const script = new Script().create("present");
    script.relay({ kind: "pass", block });
    script.look();
    script.result({
      did: "handshake",
      attempt: script.room.handshake.attempt,
      outcome: { kind: "failed", block },
    });
    expect(script.jobs().map((job) => job.job)).toEqual(["attempt"]);
  });

  it("is not over by a block of the attempt before it", () => {
    const script = new Script().create("present");
    script.relay({ kind: "pass", block }).wait(10_000).look();
    expect(script.room.handshake.attempt).toBe(2);
    script.result({ did: "handshake", attempt: 1, outcome: { kind: "failed", block } });
    script.result({ did: "attempt", attempt: 1, block: M1 });
    expect([script.room.handshake.attempt, script.room.handshake.block]).toEqual([2, null]);
  });

  it("is established once: a second confirmation changes nothing", () => {
    const script = new Script().create("present").established();
    const before = script.room;
    script.relay({ kind: "pass", block }).look();
    const view = { epoch: 0, framesSent: 0, framesReceived: 0, farewells: [] };
    const outcome = { kind: "established", view, path: "relayed", otherPath: "relayed", block: M3 } as const;
    script.result({ did: "handshake", attempt: 1, outcome });
    expect([script.room.session, script.room.policy]).toEqual([before.session, before.policy]);
    expect(script.look()).toEqual([]);
    expect(script.room.unopenedBlocks).toBe(1);
  });

  it("counts what does not open, and goes on", () => {
    const script = new Script().create("present");
    script
      .relay({ kind: "pass", block })
      .result({ did: "handshake", attempt: script.room.handshake.attempt, outcome: { kind: "dropped" } });
    expect(script.room.unopenedBlocks).toBe(1);
    expect(script.room.handshake.attempt).toBe(1);
  });

  it("sends m3 and its offer back to back", () => {
    const script = new Script().create("present");
    script.peer({ on: "signal", generation: 1, type: "offer", text: "v=0\r\n" }).look();
    script.established();
    const effects = script.look();
    const m3 = effects.findIndex((effect) => effect.to === "socket");
    const offer = effects.findIndex((effect) => effect.to === "crypto" && effect.job.job === "seal");
    expect(sentBlock(effects, "socket", M3)).toBe(1);
    expect(offer).toBeGreaterThan(m3);
    expect(script.room.direct.generation).toBe(1);
  });

  it("answers a repeated m2 with the same m3 until R's first frame opens, and then never", () => {
    const script = new Script().create("present").established();
    script.look();
    script.relay({ kind: "pass", block: M2 });
    expect(script.jobs().map((job) => job.job)).toEqual(["handshake"]);
    script.result({
      did: "handshake",
      attempt: script.room.handshake.attempt,
      outcome: { kind: "answer", block: M3, path: null },
    });
    expect(sentBlock(script.look(), "socket", M3)).toBe(1);
    script.frame(script.relayRoute(), {});
    expect(script.jobs().map((job) => job.job)).toContain("forget-handshake");
    script.relay({ kind: "pass", block: M2 });
    expect(script.jobs()).toEqual([]);
    expect(script.room.unopenedBlocks).toBe(1);
  });
});

describe("the responder's attempt", () => {
  it("answers at once, and sends m2 again until m3 confirms", () => {
    const script = new Script().join();
    script.relay({ kind: "pass", block: M1 });
    script.look();
    script.result({
      did: "handshake",
      attempt: script.room.handshake.attempt,
      outcome: { kind: "answer", block: M2, path: "direct" },
    });
    expect(sentBlock(script.look(), "socket", M2)).toBe(1);
    script.wait(3000);
    expect(sentBlock(script.look(), "socket", M2)).toBe(2);
    script.established().look();
    script.wait(5000);
    expect(sentBlock(script.look(), "socket", M2)).toBe(0);
  });

  it("offers a second m1 to its next attempt", () => {
    const script = new Script().join();
    script.relay({ kind: "pass", block }).look();
    script.result({
      did: "handshake",
      attempt: script.room.handshake.attempt,
      outcome: { kind: "failed", block },
    });
    expect(script.jobs()).toEqual([
      { job: "attempt", attempt: 2, path: null, rejoin: false },
      { job: "handshake", attempt: 2, block },
    ]);
  });

  it("speaks within 20 ms of being established, and not twice when its answer does so already", () => {
    const silent = new Script().join().established();
    silent.look();
    silent.wait(20);
    expect(silent.sealAll().map((job) => [job.route.path, job.frame.content.kind])).toEqual([["relay", 1]]);
    const answering = new Script().join().established();
    answering.peer({ on: "signal", generation: 1, type: "answer", text: "v=0" }).wait(100);
    expect(answering.sealAll().map((job) => job.frame.content.kind)).toEqual([KIND.signal]);
  });

  it("keeps at most 32 frames that overtook m3, and opens them afterwards", () => {
    const script = new Script().join();
    for (let index = 0; index < 70; index += 1)
      script.deliver(script.relayRoute(), new Uint8Array(255).fill(2, 0, 1));
    expect(script.room.early).toHaveLength(32);
    expect(script.room.unopenedBlocks).toBe(38);
    script.look();
    script.established();
    expect(script.jobs().filter((job) => job.job === "open")).toHaveLength(32);
  });

  it("makes no connection object in a room whose effective path is relayed, and speaks by relay", () => {
    const script = new Script().join();
    script.relay({ kind: "pass", block });
    const view = { epoch: 0, framesSent: 0, framesReceived: 0, farewells: [] };
    script.result({
      did: "handshake",
      attempt: script.room.handshake.attempt,
      outcome: { kind: "established", view, path: "relayed", otherPath: "relayed", block: null },
    });
    const effects = script.look();
    expect(script.room.phase).toBe("live");
    expect(effects.some((effect) => effect.to === "peer" && effect.command.do === "open")).toBe(false);
  });
});
