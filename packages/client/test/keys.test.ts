/* The exchange of fresh keys as the machine asks for it (spec/pair.md 7). */
import { KIND } from "@tacet/core";
import { describe, expect, it } from "vitest";
import type { Route } from "../src/pair/messages.ts";
import { Script, frameBlock, sends, sentBlock } from "./harness/script.ts";

const rk1Block = new Uint8Array(4095).fill(77).fill(2, 0, 1);

const made = (script: Script, route: Route = script.directRoute()): Script =>
  script.result({
    did: "rekey-begin",
    body: Uint8Array.of(1),
    sealed: { route, block: rk1Block },
    view: script.view,
  });

describe("keys", () => {
  it("are exchanged the instant the direct channel opens, on that channel alone", () => {
    const script = new Script().create("present").established();
    script.sealAll();
    script.peer({ on: "opened", generation: 1 });
    const seals = script.sealAll();
    expect(seals.map((job) => [job.route.path, job.frame.content.kind])).toEqual([["direct", KIND.rk1]]);
  });

  it("are not made for a path that is not there", () => {
    const script = new Script().create("present").established().secured();
    script.command({ do: "message", text: "hi", key: "k" });
    script.peer({ on: "state", generation: 1, state: "failed" }).relay({ kind: "presence", other: "away" });
    script.look();
    for (let beat = 0; beat < 6; beat += 1) script.relay({ kind: "beat" }).wait(25_000);
    expect(script.room.phase).toBe("live");
    expect(script.jobs().map((job) => job.job)).not.toContain("rekey-begin");
  });

  it("that are old are looked for every 5 s", () => {
    const script = new Script().create("present").established().secured();
    script.look();
    script.wait(20_000);
    expect(script.jobs().filter((job) => job.job === "expire")).toHaveLength(4);
  });

  it("are asked for again every 2 s with the same body", () => {
    const script = new Script().create("present").established();
    script.peer({ on: "opened", generation: 1 }).sealAll();
    script.wait(2000);
    const again = script.sealAll().filter((job) => job.frame.content.kind === KIND.rk1);
    expect(again.map((job) => [job.route.path, job.frame.content.body])).toEqual([
      ["direct", Uint8Array.of(1)],
    ]);
  });

  it("go on over the relay when the channel is gone after rk1, and fresh ones follow on the next channel", () => {
    const script = new Script().create("present").established();
    script.peer({ on: "opened", generation: 1 }).sealAll();
    script.peer({ on: "state", generation: 1, state: "failed" });
    expect(
      script.sealAll().some((job) => job.route.path === "relay" && job.frame.content.kind === KIND.rk1),
    ).toBe(true);
    script.peer({ on: "opened", generation: 2 }).look();
    script.frame(script.relayRoute(), { kind: KIND.rk2 });
    const view = { epoch: 1, framesSent: 0, framesReceived: 0, farewells: [] };
    script.result({ did: "rekey-finish", route: script.relayRoute(), view });
    expect(script.room.direct.freshEpoch).toBeNull();
    expect(script.jobs().map((job) => job.job)).toContain("rekey-begin");
  });

  it("are exchanged again after 120 s in which people talked, and not in silence", () => {
    const quiet = new Script().create("present").established().secured();
    quiet.look();
    for (let beat = 0; beat < 10; beat += 1) quiet.wait(20_000).frame(quiet.directRoute(), {}, { epoch: 1 });
    expect(quiet.jobs().some((job) => job.job === "rekey-begin")).toBe(false);
    const loud = new Script().create("present").established().secured();
    loud.command({ do: "message", text: "hi", key: "k" }).look();
    for (let beat = 0; beat < 6; beat += 1) loud.wait(20_000).frame(loud.directRoute(), {}, { epoch: 1 });
    expect(loud.jobs().filter((job) => job.job === "rekey-begin")).toHaveLength(1);
  });

  it("are exchanged again after 1,000 frames, which the responder says when it is the first to know", () => {
    const initiator = new Script().create("present").established().secured();
    const full = { epoch: 1, framesSent: 1000, framesReceived: 0, farewells: [] };
    initiator.look();
    initiator.result({
      did: "seal",
      route: initiator.directRoute(),
      tag: null,
      block: frameBlock(),
      view: full,
    });
    expect(initiator.jobs().map((job) => job.job)).toContain("rekey-begin");
    const responder = new Script().join().established().secured();
    responder.wait(20_000).sealAll();
    responder.result({
      did: "seal",
      route: responder.directRoute(),
      tag: null,
      block: frameBlock(),
      view: full,
    });
    expect(responder.sealAll().map((job) => job.frame.content.kind)).toContain(KIND.rekeyPlease);
  });

  it("whose rk1 ever crossed the relay are not fresh, though rk2 came by the channel", () => {
    const script = new Script().create("present").established();
    script.peer({ on: "opened", generation: 1 }).sealAll();
    script.peer({ on: "state", generation: 1, state: "failed" }).sealAll();
    script.peer({ on: "opened", generation: 2 }).sealAll();
    const view = { epoch: 1, framesSent: 0, framesReceived: 0, farewells: [] };
    script.frame(script.directRoute(), { kind: KIND.rk2 });
    script.result({ did: "rekey-finish", route: script.directRoute(), view });
    expect(script.room.direct.freshEpoch).toBeNull();
    expect(script.jobs().map((job) => job.job)).toContain("rekey-begin");
  });

  it("that the responder answered by the relay are not fresh; those that came by the channel are", () => {
    const view = { epoch: 1, framesSent: 0, framesReceived: 0, farewells: [] };
    const freshBy = (path: "relay" | "direct"): number | null => {
      const script = new Script().join().established();
      script.peer({ on: "opened", generation: 1 });
      const route = path === "relay" ? script.relayRoute() : script.directRoute();
      script.result({ did: "rekey-answer", route, answer: { view, body: Uint8Array.of(2) } });
      script.result({
        did: "rekey-answer",
        route: script.directRoute(),
        answer: { view, body: Uint8Array.of(2) },
      });
      return script.room.direct.freshEpoch;
    };
    expect([freshBy("relay"), freshBy("direct")]).toEqual([null, 1]);
  });

  it("wait for the next epoch when a frame of it comes early, 32 on each path", () => {
    const script = new Script().create("present").established();
    script.peer({ on: "opened", generation: 1 });
    const view = { epoch: 0, framesSent: 0, framesReceived: 0, farewells: [] };
    for (const route of [script.relayRoute(), script.directRoute()]) {
      for (let index = 0; index < 40; index += 1) {
        script.deliver(route, frameBlock());
        script.result({ did: "open", route, outcome: { kind: "early", block: frameBlock() }, view });
      }
    }
    expect(script.room.early).toHaveLength(64);
    expect(script.room.unopenedBlocks).toBe(16);
    script.look();
    const next = { ...view, epoch: 1 };
    script.result({ did: "rekey-finish", route: script.directRoute(), view: next });
    expect(script.jobs().filter((job) => job.job === "open")).toHaveLength(64);
    expect(script.room.early).toHaveLength(0);
  });
});

describe("keys made ahead", () => {
  it("are made and sealed after the offer is out, while the other side answers, and sent when the channel opens", () => {
    const script = new Script().create("present").established();
    expect(script.jobs().map((job) => job.job)).not.toContain("rekey-begin");
    script.peer({ on: "signal", generation: 1, type: "offer", text: "v=0" });
    const sealed = { route: script.directRoute(), acks: { signal: 0, talk: 0 } };
    expect(script.jobs().slice(-1)).toEqual([{ job: "rekey-begin", sealed }]);
    made(script);
    script.peer({ on: "signal", generation: 1, type: "candidate", text: "candidate:1" });
    expect(sends(script.look(), "peer")).toEqual([]);
    script.peer({ on: "opened", generation: 1 });
    const effects = script.look();
    expect(sentBlock(effects, "peer", rk1Block)).toBe(1);
    expect(effects.filter((effect) => effect.to === "crypto")).toEqual([]);
    // Again after 2 s, sealed anew.
    script.wait(2000);
    expect(script.sealAll().map((job) => job.frame.content.kind)).toContain(KIND.rk1);
  });

  it("that are still being made when the channel opens are sent as soon as they are there", () => {
    const script = new Script().create("present").established();
    script.peer({ on: "signal", generation: 1, type: "offer", text: "v=0" });
    script.input({ from: "peer", event: { on: "opened", generation: 1 } }).look();
    made(script);
    expect(sentBlock(script.look(), "peer", rk1Block)).toBe(1);
  });

  it("that come too late for their path are erased, and those of the next path are not taken for them", () => {
    const script = new Script().create("present").established();
    script.peer({ on: "signal", generation: 1, type: "offer", text: "v=0" });
    const late = script.directRoute();
    script.peer({ on: "state", generation: 1, state: "failed" }).look();
    expect(script.room.direct.generation).toBe(2);
    made(script, late);
    expect(script.jobs()).toEqual([{ job: "rekey-abandon" }]);
    script.peer({ on: "opened", generation: 2 });
    expect(sentBlock(script.look(), "peer", rk1Block)).toBe(0);
  });

  it("that are ready go over the relay at a wish while their path is being opened, sealed anew", () => {
    const script = new Script().create("present").established();
    script.peer({ on: "signal", generation: 1, type: "offer", text: "v=0" });
    made(script).wait(10_000).look();
    script.frame(script.relayRoute(), { kind: KIND.rekeyPlease });
    const effects = script.look();
    expect(sentBlock(effects, "socket", rk1Block)).toBe(0);
    const seals = effects.flatMap((effect) =>
      effect.to === "crypto" && effect.job.job === "seal" ? [effect.job] : [],
    );
    expect(seals.map(({ route, frame }) => [route.path, frame.content.kind])).toContainEqual([
      "relay",
      KIND.rk1,
    ]);
  });

  it("are erased with their path, though a wish would take others over the relay", () => {
    const script = new Script().create("present").established();
    script.peer({ on: "signal", generation: 1, type: "offer", text: "v=0" });
    const late = script.directRoute();
    script.wait(10_000).frame(script.relayRoute(), { kind: KIND.rekeyPlease });
    script.peer({ on: "state", generation: 1, state: "failed" }).look();
    made(script, late);
    // The wish is granted with a secret that no path was promised.
    expect(script.jobs()).toEqual([{ job: "rekey-abandon" }, { job: "rekey-begin", sealed: null }]);
    expect(script.room.rekey).toMatchObject({ state: "making", sealed: null, wanted: true });
  });

  it("that were made for the open channel are erased if it dies before they are sent", () => {
    const script = new Script().create("present").established();
    script.input({ from: "peer", event: { on: "opened", generation: 1 } });
    script.relay({ kind: "presence", other: "away" });
    script.peer({ on: "state", generation: 1, state: "failed" }).look();
    made(script, { path: "direct", number: 1 });
    expect(script.jobs()).toEqual([{ job: "rekey-abandon" }]);
    expect(script.room.rekey).toMatchObject({ state: "idle", sealed: null, body: new Uint8Array(0) });
  });

  it("that were sent are never erased: the other side may have answered", () => {
    const script = new Script().create("present").established();
    script.peer({ on: "signal", generation: 1, type: "offer", text: "v=0" });
    made(script);
    script.peer({ on: "opened", generation: 1 }).peer({ on: "state", generation: 1, state: "failed" });
    expect(script.jobs().map((job) => job.job)).not.toContain("rekey-abandon");
    expect(script.room.rekey.state).toBe("asked");
  });

  it.each([
    ["fails", (script: Script) => script.peer({ on: "state", generation: 1, state: "failed" })],
    ["does not open within 20 s", (script: Script) => script.relay({ kind: "beat" }).wait(20_000)],
  ] as const)(
    "are erased when the path they were made for %s, and made anew for the next",
    (_name, happen) => {
      const script = new Script().create("present").established();
      script.peer({ on: "signal", generation: 1, type: "offer", text: "v=0" });
      made(script).look();
      happen(script);
      expect(script.jobs().map((job) => job.job)).toContain("rekey-abandon");
      script.peer({ on: "signal", generation: 2, type: "offer", text: "v=0" });
      expect(script.jobs().map((job) => job.job)).toContain("rekey-begin");
    },
  );
});
