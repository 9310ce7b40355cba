/* Which paths the room may take (spec/content.md 8, spec/direct.md 5). */
import { KIND, bodies } from "@tacet/core";
import type { PathPolicy } from "@tacet/core";
import { fileBodies } from "@tacet/core/files";
import { describe, expect, it } from "vitest";
import { LIMITS } from "../src/limits.ts";
import type { Effect } from "../src/pair/messages.ts";
import { createDice } from "./harness/random.ts";
import { Script, frameBlock } from "./harness/script.ts";

const word = (path: PathPolicy): Uint8Array =>
  bodies.policy.encode({ path, directFileBytesMax: 0, relayedFileBytesMax: 0 });
const laneOf = (text: string): Uint8Array =>
  fileBodies.lane.encode({ generation: 1, number: 1, type: "offer", text });
const hears = (script: Script, body: Uint8Array): Script =>
  script.frame(script.relayRoute(), { kind: KIND.policy, order: script.room.signal.received + 1, body });
const peerDoes = (effects: readonly Effect[]): string[] =>
  effects.flatMap((effect) => (effect.to === "peer" ? [effect.command.do] : []));
const policies = (script: Script): unknown[] =>
  script.events().flatMap((event) => (event.event === "policy" ? [event] : []));
/** What is sealed now: words as `policy relayed`, texts as `text`, each with its path. */
const sealed = (script: Script): string[] =>
  script.sealAll().flatMap(({ route, frame: { content } }) => {
    if (content.kind === KIND.policy)
      return [`policy ${bodies.policy.decode(content.body)?.path ?? "?"} by ${route.path}`];
    return content.kind === KIND.text ? [`text ${String(content.order)} by ${route.path}`] : [];
  });
const say = (script: Script, text = "words"): Script => script.command({ do: "message", text, key: text });
const speaking = (): Script => {
  const script = new Script();
  script.saysPolicy = true;
  return script;
};
const heard = (script: Script): Script => script.frame(script.relayRoute(), { kind: KIND.heartbeat });
const status = (script: Script): string =>
  `${String(script.room.shown.status)} ${String(script.room.shown.path)}`;

describe("a room whose creator hides", () => {
  it("is asked for and offered as relayed, and makes no connection object", () => {
    const script = speaking().create("present", { hideAddress: true });
    const jobs = script.jobs();
    expect(jobs).toContainEqual({ job: "create", ttlSeconds: null, path: "relayed" });
    expect(jobs).toContainEqual({ job: "attempt", attempt: 1, path: "relayed", rejoin: false });
    script.established("relayed", "relayed");
    expect(sealed(script)).toEqual(["policy relayed by relay"]);
    script.wait(60_000).command({ do: "keep-trying" }).command({ do: "use-relay" });
    expect(peerDoes(script.look())).toEqual([]);
  });

  it("talks through the relay as soon as the other side has spoken, and says so", () => {
    const script = new Script().create("present", { hideAddress: true }).established("relayed", "relayed");
    expect(status(script)).toBe("connecting null");
    heard(script);
    expect(status(script)).toBe("secure relayed");
    expect(policies(script)).toEqual([
      { event: "policy", path: "relayed", own: "relayed", awaits: null, seen: false },
    ]);
    expect(sealed(say(script))).toEqual(["text 1 by relay"]);
    script.socket("closed");
    expect(status(script)).toBe("reconnecting null");
  });

  it("exchanges fresh keys by relay after 120 s of talk", () => {
    const script = heard(
      new Script().create("present", { hideAddress: true }).established("relayed", "relayed"),
    );
    say(script).sealAll();
    for (let at = 0; at < 5; at += 1) script.relay({ kind: "beat" }).wait(24_000);
    expect(script.jobs().map((job) => job.job)).toContain("rekey-begin");
    script.result({ did: "rekey-begin", body: Uint8Array.of(1), sealed: null, view: script.view });
    const rk1 = script.sealAll().filter(({ frame }) => frame.content.kind === KIND.rk1);
    expect(rk1.map(({ route }) => route.path)).toEqual(["relay"]);
  });
});

it("says the relay's file limits with the first word", () => {
  const script = speaking().create("present").established();
  const said = script.jobs().flatMap((job) => (job.job === "seal" ? [job.frame.content] : []));
  const { fileLimits } = script.room.link;
  expect(fileLimits).not.toBeNull();
  expect(said.map(({ body }) => bodies.policy.decode(body))).toEqual([{ path: "direct", ...fileLimits }]);
});

describe("a joiner that hides in a direct room", () => {
  it("asks for it in the handshake, and talk waits for the creator's word", () => {
    const script = speaking().join("present", { hideAddress: true });
    expect(script.room.policy.own.path).toBe("relayed");
    script.established("direct", "relayed");
    heard(say(script));
    expect(sealed(script)).toEqual(["policy relayed by relay"]);
    expect(status(script)).toBe("connecting null");
    expect(script.room.shown.policy).toMatchObject({ path: "relayed", awaits: "other" });
    hears(script, word("relayed"));
    expect(sealed(script)).toEqual(["text 1 by relay"]);
    expect(status(script)).toBe("secure relayed");
  });

  it("does not agree with itself: its own press changes nothing", () => {
    const script = new Script().join("present", { hideAddress: true }).established("direct", "relayed");
    heard(say(script)).command({ do: "use-relay" });
    expect(sealed(script)).toEqual([]);
  });

  it("is agreed to by the creator's press, until which the creator's talk waits too", () => {
    const script = speaking().create("present").established("relayed", "relayed");
    heard(say(script));
    expect(script.room.shown.policy).toMatchObject({ path: "relayed", own: "direct", awaits: "self" });
    expect(sealed(script)).toEqual(["policy direct by relay"]);
    expect(status(script)).toBe("connecting null");
    script.command({ do: "use-relay" });
    expect(sealed(script)).toEqual(["policy relayed by relay", "text 1 by relay"]);
    expect(status(script)).toBe("secure relayed");
  });

  it("waits for nobody where the creator made the room any", () => {
    const script = new Script().create("present", { path: "any" }).established("relayed", "relayed");
    heard(say(script));
    expect(status(script)).toBe("secure relayed");
    expect(sealed(script)).toEqual(["text 1 by relay"]);
  });
});

describe("a room that may use any path", () => {
  const any = (): Script => heard(new Script().create("present", { path: "any" }).established("any", "any"));

  it("talks through the relay at once, without a notice, and moves to the direct path when it is fresh", () => {
    const script = any();
    expect(status(script)).toBe("secure relayed");
    expect(sealed(say(script))).toEqual(["text 1 by relay"]);
    script.relay({ kind: "beat" }).wait(9000);
    expect(script.room.shown.notice).toBeNull();
    script.secured();
    expect(status(script)).toBe("secure direct");
    // What was not acknowledged goes again, under its order, and what is new takes the direct path alone.
    expect(sealed(say(script)).slice(-2)).toEqual(["text 1 by direct", "text 2 by direct"]);
  });

  it("goes back to the relay when the direct path is doubted or lost, and resends in order what was in flight", () => {
    const script = any().secured();
    say(script, "one").peer({ on: "state", generation: 1, state: "disconnected" });
    script.sealAll();
    expect(sealed(say(script, "two"))).toEqual(["text 2 by relay"]);
    expect(status(script)).toBe("secure relayed");
    script
      .wait(LIMITS.disconnectedMs - 1)
      .relay({ kind: "beat" })
      .wait(1);
    expect(sealed(script)).toEqual(["text 1 by relay", "text 2 by relay"]);
    expect(script.room.talk.pending.map(({ content }) => content.order)).toEqual([1, 2]);
  });

  it("is followed by a joiner without a wish of its own", () => {
    const script = heard(speaking().join().established("any", "any"));
    expect(sealed(script)).toEqual(["policy any by relay"]);
    expect(status(script)).toBe("secure relayed");
  });

  it("has 32 contents and 512 KiB of a stream on their way through the relay at most", () => {
    const script = any();
    for (let at = 0; at < 40; at += 1) say(script, `text ${String(at)}`);
    expect(script.room.talk.handed).toBe(LIMITS.relayInFlight.contents);
    const long = any();
    for (let at = 0; at < 40; at += 1) say(long, "x".repeat(15_900));
    expect(long.room.talk.handed).toBe(Math.floor(LIMITS.relayInFlight.bytes / 16_384));
    script.frame(script.relayRoute(), { kind: KIND.heartbeat }, { acks: { signal: 0, talk: 10 } });
    expect(script.room.talk.handed).toBe(40);
  });
});

describe("the offer to go through the relay", () => {
  it("takes both: one side's word alone sends nothing", () => {
    const script = speaking().create("present").established();
    say(heard(script)).command({ do: "use-relay" });
    expect(sealed(script)).toEqual(["policy direct by relay", "policy any by relay"]);
    expect(script.room.shown.policy).toMatchObject({ path: "direct", own: "any", awaits: "other" });
    script.command({ do: "use-relay" });
    expect(sealed(script)).toEqual([]);
    hears(script, word("any"));
    expect(sealed(script)).toEqual(["text 1 by relay"]);
    expect(status(script)).toBe("secure relayed");
  });

  it("of the other side waits for the press here", () => {
    const script = speaking().join().established();
    hears(say(script), word("any"));
    expect(script.room.shown.policy).toMatchObject({ path: "direct", awaits: "self" });
    expect(sealed(script)).toEqual(["policy direct by relay"]);
    script.command({ do: "use-relay" });
    expect(sealed(script).sort()).toEqual(["policy any by relay", "text 1 by relay"]);
  });

  it("is nothing before there is a session", () => {
    const script = new Script().create("present").command({ do: "use-relay" });
    expect(script.room.policy.own.path).toBe("direct");
  });
});

describe("hiding in the room", () => {
  const opened = (): Script => new Script().create("present").established().secured();

  it("closes the direct path before a word of it is said, and resends on the relay path what was in flight", () => {
    const script = say(opened());
    script.look();
    script.command({ do: "hide-address" });
    const effects = script.look();
    expect(peerDoes(effects)).toEqual(["close"]);
    const closed = effects.findIndex(({ to }) => to === "peer");
    expect(effects.findIndex(({ to }) => to === "crypto")).toBeGreaterThan(closed);
    script.effects.push(...effects);
    expect(sealed(script)).toEqual(["policy relayed by relay", "text 1 by relay"]);
    expect(status(script)).toBe("secure relayed");
  });

  it("by the other side closes it at once, and talk of a direct room waits for the creator's press", () => {
    const script = opened();
    script.look();
    hears(say(script), word("relayed"));
    expect(peerDoes(script.look())).toEqual(["close"]);
    expect(status(script)).toBe("reconnecting null");
    expect(script.room.shown.policy.awaits).toBe("self");
  });

  it("sends nothing any more that names an address: not what waits, not what was sealed meanwhile", () => {
    const script = new Script().create("present").established();
    script.sealAll();
    script.peer({ on: "signal", generation: 1, type: "offer", text: "v=0 192.0.2.7" });
    script.peer({ on: "signal", generation: 1, type: "candidate", text: "candidate:1 192.0.2.7" });
    const jobs = script.jobs().filter((job) => job.job === "seal");
    expect(jobs.map(({ tag }) => tag?.names)).toEqual([true, true]);
    script.command({ do: "hide-address" }).look();
    for (const { route, tag } of jobs)
      script.result({ did: "seal", route, tag, block: frameBlock(), view: script.view });
    expect(script.look().filter(({ to }) => to === "socket" || to === "peer")).toEqual([]);
    expect(script.room.policy.seen).toBe(false);
    const kept = Buffer.concat(script.room.signal.pending.map(({ content }) => content.body)).toString();
    expect(kept).not.toContain("192.0.2.7");
    expect(script.room.signal.pending.map(({ content }) => content.order)).toEqual([1, 2, 3]);
  });

  it("sends nothing of a lane any more: not what waits or is in flight, not what was sealed, not what is said later", () => {
    const script = opened();
    script.sealAll();
    const lane = (text: string): Script =>
      script.input({
        from: "files",
        says: { do: "say", kind: 77, id: new Uint8Array(16), body: laneOf(text) },
      });
    lane("v=0 192.0.2.7");
    say(script);
    lane("v=0 192.0.2.8");
    const jobs = script.jobs().filter((job) => job.job === "seal");
    expect(jobs.map(({ tag }) => tag?.names)).toEqual([true, undefined, true]);
    script.command({ do: "hide-address" });
    lane("v=0 192.0.2.9");
    const again = script.jobs().filter((job) => job.job === "seal");
    for (const { route, tag } of jobs.filter((job) => job.tag?.names))
      script.result({ did: "seal", route, tag, block: frameBlock(), view: script.view });
    expect(script.look().filter(({ to }) => to === "socket" || to === "peer")).toEqual([]);
    const said = again.filter(({ tag }) => tag?.stream === "talk").map(({ frame }) => frame.content);
    expect(said.map(({ kind, order }) => [kind, order])).toEqual([
      [77, 1],
      [KIND.text, 2],
      [77, 3],
    ]);
    expect(again.some(({ tag }) => tag?.names)).toBe(false);
    // The other side's machines can read what is left of it, and do nothing.
    for (const { kind, body } of said.filter(({ kind }) => kind === 77))
      expect([kind, fileBodies.lane.decode(body)?.generation]).toEqual([77, 0]);
    const kept = Buffer.concat(script.room.talk.pending.map(({ content }) => content.body)).toString();
    expect(kept).not.toContain("192.0.2");
  });

  it("says where the address may have been seen before, and only there", () => {
    const script = new Script().create("present").established();
    script.peer({ on: "signal", generation: 1, type: "offer", text: "v=0" });
    script.sealAll();
    script.command({ do: "hide-address" });
    expect(script.room.shown.policy.seen).toBe(true);
  });

  it("says so too where only the other side's addresses were asked: that alone shows one's own", () => {
    const script = new Script().join("present").established();
    const body = bodies.signal.encode({ generation: 1, type: "offer", text: "v=0 192.0.2.9" });
    script.frame(script.relayRoute(), {
      kind: KIND.signal,
      order: script.room.signal.received + 1,
      body,
    });
    script.command({ do: "hide-address" });
    expect(script.room.shown.policy.seen).toBe(true);
  });

  it("while the creator waits alone holds from the handshake on", () => {
    const script = speaking().create("never").command({ do: "hide-address" });
    script.relay({ kind: "presence", other: "present" }).established("direct", "direct");
    script.peer({ on: "signal", generation: 1, type: "offer", text: "v=0" });
    expect(sealed(heard(say(script)))).toEqual(["policy relayed by relay", "text 1 by relay"]);
    expect(script.room.direct.state).toBe("none");
  });
});

describe("words of the other side", () => {
  it("after `relayed` are refused, and so are changes beyond 64, unless they are `relayed`", () => {
    const script = new Script().join().established();
    for (let at = 0; at < LIMITS.policyChanges; at += 1) hears(script, word(at % 2 === 0 ? "any" : "direct"));
    expect(script.room.policy.other.path).toBe("direct");
    expect(script.room.unopenedBlocks).toBe(0);
    hears(script, word("any"));
    expect(script.room.policy.other.path).toBe("direct");
    expect(script.room.unopenedBlocks).toBe(1);
    hears(hears(script, word("relayed")), word("any"));
    expect(script.room.policy.other.path).toBe("relayed");
    expect(script.room.unopenedBlocks).toBe(2);
  });

  it("after the first `relayed` are refused, however few there were", () => {
    const script = new Script().create("present", { path: "any" }).established("any", "any");
    hears(hears(script, word("relayed")), word("any"));
    expect(script.room.policy.other.path).toBe("relayed");
    expect(script.room.unopenedBlocks).toBe(1);
  });

  it("that cannot be read are acknowledged, counted, and change nothing", () => {
    const script = new Script().join().established();
    hears(script, word("relayed").subarray(1));
    expect(script.room.policy.other.path).toBe("direct");
    expect([script.room.unopenedBlocks, script.room.signal.received]).toEqual([1, 1]);
  });
});

it("makes no connection object under `relayed`, whatever happens", () => {
  for (let seed = 1; seed <= 40; seed += 1) {
    const dice = createDice(seed);
    const creator = dice.chance(0.5);
    const script = creator ? new Script().create("present") : new Script().join();
    if (dice.chance(0.7)) script.established();
    if (dice.chance(0.7) && script.room.session !== null) script.secured();
    script.command({ do: "hide-address" }).look();
    for (let at = 0; at < 60; at += 1) happen(script, dice.below(10));
    expect(peerDoes(script.look())).not.toContain("open");
  }
});

function happen(script: Script, what: number): void {
  const generation = script.room.direct.generation + 1;
  const signal = (type: "offer" | "answer" | "rebuild"): void => {
    if (script.room.session === null) return;
    const body = bodies.signal.encode({ generation, type, text: type === "rebuild" ? "" : "v=0" });
    script.frame(script.relayRoute(), { kind: KIND.signal, order: script.room.signal.received + 1, body });
  };
  if (what === 0) signal("offer");
  else if (what === 1) signal("answer");
  else if (what === 2) signal("rebuild");
  else if (what === 3) script.command({ do: "keep-trying" });
  else if (what === 4) script.relay({ kind: "presence", other: "away" });
  else if (what === 5) script.relay({ kind: "presence", other: "present" });
  else if (what === 6) script.command({ do: "use-relay" });
  else if (what === 7) script.peer({ on: "state", generation: generation - 1, state: "failed" });
  else if (what === 8 && script.room.session === null) script.established();
  else script.wait(5000);
}
