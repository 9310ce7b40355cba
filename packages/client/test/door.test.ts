/* Return rooms (spec/pair.md 9): the machine alone, as the drivers would play it. What a hostile relay says of them is tried here too. */
import { KIND } from "@tacet/core";
import { decodeToRelay } from "@tacet/wire";
import { describe, expect, it } from "vitest";
import { DOOR_LIMITS } from "../src/door/limits.ts";
import { LIMITS } from "../src/limits.ts";
import {
  returnRoom,
  met,
  vacant,
  asked,
  letIn,
  awake,
  door,
  said,
  jobs,
  toRelay,
  answers,
  message,
  view,
  check,
  M3,
} from "./harness/door.ts";
import { Script, handshakeBlock, sends } from "./harness/script.ts";

describe("a room is a return room", () => {
  it("by the relay's answer, once the steps are here: the creator is told, and m1 says so", () => {
    const script = returnRoom();
    const effects = script.look();
    expect(effects).toContainEqual({ to: "door" });
    expect(effects).toContainEqual({ to: "face", event: { event: "door", state: "offered" } });
    expect(effects).toContainEqual({
      to: "crypto",
      job: { job: "attempt", attempt: 1, path: "direct", rejoin: "first" },
    });
  });

  it("not where its steps do not load, and not where the relay does not say so", () => {
    const script = new Script().create();
    expect(script.look()).not.toContainEqual({ to: "door" });
    expect(script.input({ from: "door", part: null }).room.door).toBeNull();
    script.relay({ kind: "presence", other: "present" }).established();
    script.relay({ kind: "presence", other: "left" });
    expect(script.room.phase).not.toBe("live");
  });

  it("until its creator takes that back, before anybody came and not after", () => {
    const script = returnRoom();
    script.look();
    script.command({ do: "door", says: "withdraw" });
    const effects = script.look();
    expect(effects).toContainEqual({ to: "face", event: { event: "door", state: "withdrawn" } });
    expect(effects).toContainEqual({
      to: "crypto",
      job: { job: "attempt", attempt: 1, path: "direct", rejoin: false },
    });
    script.relay({ kind: "presence", other: "present" }).established();
    script.look();
    expect(script.command({ do: "door", says: "offer" }).look()).toEqual([]);
    expect(script.relay({ kind: "presence", other: "left" }).room.phase).not.toBe("live");
  });

  it("in which a guest's every end is an end", () => {
    const script = new Script().join().established();
    expect(script.relay({ kind: "presence", other: "left" }).room.phase).not.toBe("live");
  });
});

describe("when the guest leaves", () => {
  it("the session ends and the room does not: keys go first, and nothing of it stays", () => {
    const script = met().secured();
    script.command({ do: "message", text: "unheard", key: "k" });
    script.look();
    script.relay({ kind: "presence", other: "left" });
    const effects = script.look();
    expect(effects.flatMap((effect) => (effect.to === "crypto" ? [effect.job] : []))).toEqual([
      { job: "door", does: "vacate", ends: true },
    ]);
    expect(effects).toContainEqual({ to: "peer", command: { do: "close", generation: 1 } });
    expect(effects).toContainEqual({
      to: "face",
      event: { event: "door", state: "vacant", undelivered: 1 },
    });
    expect(effects).toContainEqual({ to: "face", event: { event: "farewell", frames: [] } });
    const { phase, session, talk, signal, said: known, other } = script.room;
    expect({ phase, session, other: other.presence }).toEqual({
      phase: "live",
      session: null,
      other: "left",
    });
    expect([talk.pending, signal.pending, known.count]).toEqual([[], [], 0]);
  });

  it("by its farewell, and by its absence, too", () => {
    const farewell = met().secured();
    const route = farewell.directRoute();
    farewell.result({ did: "open", route, outcome: { kind: "farewell" }, view: farewell.view });
    const gone = met();
    gone.relay({ kind: "presence", other: "away" }).wait(300_001);
    for (const script of [farewell, gone]) {
      expect(said(script)).toEqual(["vacant"]);
      expect(script.room.phase).toBe("live");
    }
  });

  it("what its jobs still answer is heard by nobody", () => {
    const script = met().secured();
    const { view: old } = script;
    const route = script.directRoute();
    script.relay({ kind: "presence", other: "left" });
    script.result({ did: "seal", route, tag: null, block: handshakeBlock(9), view: old });
    const content = { kind: KIND.text, order: 1, id: new Uint8Array(16), body: Uint8Array.of(0, 65) };
    const frame = { acks: { signal: 0, talk: 0 }, content };
    script.result({ did: "open", route, outcome: { kind: "frame", epoch: 1, frame }, view: old });
    expect(script.room.session).toBeNull();
    expect(script.events().some(({ event }) => event === "message")).toBe(false);
  });

  it("nothing can be said until somebody was let in and compared", () => {
    const script = vacant();
    expect(message(script)).toEqual(["compare"]);
    letIn(asked(script));
    expect(message(script)).toEqual(["compare"]);
    script.command({ do: "safety" }).result(check).command({ do: "verified", match: true });
    expect(message(script)).toEqual(["taken"]);
  });

  it("a burn, the end of the room and the creator's leaving end it all", () => {
    expect(met().relay({ kind: "ended", reason: "left" }).room.phase).not.toBe("live");
    expect(vacant().relay({ kind: "ended", reason: "burned" }).room.phase).not.toBe("live");
    expect(vacant().command({ do: "leave" }).room.phase).not.toBe("live");
    expect(vacant().wait(900_001).room.phase).not.toBe("live");
  });
});

describe("a knock", () => {
  it("is answered with a fresh m1, again and again, and shown to nobody before it has proved itself", () => {
    const script = vacant().relay({ kind: "knock", knock: 1 });
    expect(script.jobs()).toEqual([{ job: "door", does: "begin", knock: 1, path: "direct" }]);
    script.result(door({ what: "m1", knock: 1, block: handshakeBlock(7) }));
    script.wait(3500);
    expect(toRelay(script).map(({ kind }) => kind)).toEqual(["pass", "pass", "pass"]);
    expect(said(script)).toEqual([]);
    script.wait(10_000);
    expect(answers(script)).toEqual(["refuse 1"]);
    expect(script.room.door?.at).toBeNull();
  });

  it("that the relay invented, or that m2 does not confirm, is seen by nobody and changes nothing", () => {
    const script = vacant().relay({ kind: "knock", knock: 1 });
    script.result(door({ what: "m1", knock: 1, block: handshakeBlock(7) }));
    script.relay({ kind: "pass", block: handshakeBlock(2) }).result(door({ what: "nothing", knock: 1 }));
    script.relay({ kind: "pass", block: handshakeBlock(4) }).result(door({ what: "failed", knock: 1 }));
    expect(said(script)).toEqual([]);
    // Without a knock that was shown, nobody can be let in.
    script.command({ do: "door", says: "let-in", knock: 1 });
    expect(jobs(script)).toEqual([]);
  });

  it("proves nothing for another one", () => {
    const script = vacant().relay({ kind: "knock", knock: 1 }).relay({ kind: "knock", knock: 2 });
    script.result(door({ what: "proven", knock: 1 }));
    expect(said(script)).toEqual([]);
    expect(script.room.door).toMatchObject({ at: "proving", knock: 2 });
  });

  it("that is let in: the relay seats it, then m3 goes, and both begin anew", () => {
    const script = asked();
    expect(said(script)).toEqual(["knock"]);
    script.command({ do: "door", says: "let-in", knock: 1 });
    const effects = script.look();
    expect(sends(effects, "socket").map((bytes) => decodeToRelay(bytes))).toEqual([
      { kind: "door", knock: 1, answer: "in" },
    ]);
    expect(effects.some(({ to }) => to === "peer" || to === "crypto")).toBe(false);
    script.relay({ kind: "presence", other: "present" });
    expect(script.jobs()).toEqual([{ job: "door", does: "admit", ends: true }]);
    const outcome = { kind: "established", view, path: "direct", otherPath: "direct" } as const;
    script.result({ did: "door", what: "admitted", outcome: { ...outcome, rejoin: "again", block: M3 } });
    const then = script.look();
    const [first] = sends(then, "socket").map((bytes) => decodeToRelay(bytes));
    expect(first).toEqual({ kind: "pass", block: M3 });
    expect(then).toContainEqual({ to: "face", event: { event: "door", state: "compare" } });
    expect(then).toContainEqual({ to: "face", event: { event: "verification", state: "open" } });
    // The next number: what an old connection object still says is not taken for the new one's.
    expect(script.room.direct.generation).toBe(2);
  });

  it("is refused at the press, after 60 s, and when it goes: each in its way", () => {
    const refused = asked();
    refused.look();
    refused.command({ do: "door", says: "refuse", knock: 1 });
    expect(answers(refused)).toEqual(["refuse 1"]);
    const ignored = asked();
    ignored.look();
    awake(ignored, DOOR_LIMITS.askMs - 1);
    expect(answers(ignored)).toEqual([]);
    ignored.wait(1);
    const effects = ignored.look();
    expect(sends(effects, "socket").map((bytes) => decodeToRelay(bytes).kind)).toEqual(["door"]);
    expect(effects).toContainEqual({ to: "face", event: { event: "door", state: "quiet" } });
    const went = asked();
    went.look();
    expect(said(went.relay({ kind: "knock", knock: 0 }))).toEqual(["quiet"]);
    went.command({ do: "door", says: "refuse", knock: 1 });
    expect(went.look()).toEqual([]);
  });

  it("displaces nobody who is there, whatever the relay says", () => {
    const direct = met().secured();
    // The relay calls the guest away, but its direct path is open.
    direct.relay({ kind: "presence", other: "away" });
    direct.look();
    expect(answers(direct.relay({ kind: "knock", knock: 1 }))).toEqual(["refuse 1"]);
    const present = met();
    expect(answers(present.relay({ kind: "knock", knock: 1 }))).toEqual(["refuse 1"]);
    for (const script of [direct, present]) expect(script.room.session).not.toBeNull();
  });

  it("while the guest is away waits beside its session, which goes on unless somebody is let in", () => {
    const away = (): Script => {
      const script = met().relay({ kind: "presence", other: "away" });
      script.look();
      return asked(script);
    };
    const refused = away();
    const told = refused.events().find(({ event }) => event === "door");
    expect(told).toMatchObject({ state: "knock", replaces: true });
    refused.command({ do: "door", says: "refuse", knock: 1 });
    expect(refused.room.session).not.toBeNull();
    refused.relay({ kind: "presence", other: "present" });
    expect(message(refused)).toEqual(["taken"]);

    const admitted = away();
    admitted.command({ do: "message", text: "for the one who is away", key: "k" });
    const { session } = admitted.room;
    expect(session).not.toBeNull();
    letIn(admitted);
    expect(admitted.room.talk.pending.some(({ content }) => content.kind === KIND.text)).toBe(false);
    const lost = { event: "door", state: "vacant", undelivered: 1 } as const;
    expect(admitted.events().filter(({ event }) => event === "door")).toEqual([
      expect.objectContaining({ state: "knock" }),
      lost,
      { event: "door", state: "compare" },
    ]);
  });

  it("is over when the guest's direct path is back", () => {
    const script = met().secured().relay({ kind: "presence", other: "away" });
    script.peer({ on: "state", generation: 1, state: "closed" });
    asked(script);
    script.look();
    const { direct } = script.room;
    script.room = { ...script.room, direct: { ...direct, state: "open" } };
    script.input({ from: "clock" });
    expect(answers(script)).toEqual(["refuse 1"]);
  });

  it("ends with the creator's socket, and is told anew on the next", () => {
    const script = asked();
    script.look();
    script.socket("closed");
    expect(said(script)).toEqual(["quiet"]);
    script.wait(300).socket("opened").admitted().welcome("left");
    script.look();
    expect(jobs(script.relay({ kind: "knock", knock: 1 }))).toEqual(["door begin"]);
  });

  it("is not answered any more after five in vain, or 32 in all", () => {
    const shown = vacant();
    for (let knock = 1; knock <= DOOR_LIMITS.declined; knock += 1) {
      asked(shown, knock).command({ do: "door", says: "refuse", knock });
    }
    expect(said(shown).at(-1)).toBe("shut");
    expect(answers(shown.relay({ kind: "knock", knock: 6 }))).toEqual(["refuse 6"]);
    const invented = vacant();
    for (let knock = 1; knock <= LIMITS.knocks; knock += 1) invented.relay({ kind: "knock", knock });
    expect(jobs(invented).filter((job) => job === "door begin")).toHaveLength(LIMITS.knocks);
    expect(answers(invented.relay({ kind: "knock", knock: 33 }))).toEqual(["refuse 33"]);
  });

  it("is nothing to a guest, and to a room that is entered once", () => {
    for (const script of [new Script().join(), new Script().create()]) {
      script.look();
      script.relay({ kind: "knock", knock: 1 });
      expect(script.look()).toEqual([]);
      expect(script.room.unopenedBlocks).toBe(1);
    }
  });
});
