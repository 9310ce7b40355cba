/* Return rooms (spec/pair.md 9): that nobody is left in a seat of which no key is left, that no press makes a session with nobody, and that no word is lost in silence. */
import { describe, expect, it } from "vitest";
import { DOOR_LIMITS } from "../src/door/limits.ts";
import { LIMITS } from "../src/limits.ts";
import {
  answers,
  asked,
  awake,
  door,
  M3,
  jobs,
  letIn,
  met,
  pressed,
  returnRoom,
  said,
  vacant,
  view,
} from "./harness/door.ts";
import { type Script, handshakeBlock, sentBlock } from "./harness/script.ts";

/** The guest's page goes away, by the relay's word. */
const going = (script: Script): Script => script.relay({ kind: "presence", other: "going" });
const farewellOf = (script: Script): Uint8Array => {
  const [farewell] = script.room.session?.farewells ?? [];
  if (farewell === undefined) throw new Error("no farewell");
  return farewell;
};

describe("a guest whose page goes", () => {
  it("keeps its session until the relay has freed its seat: without a path, and with one that does not answer", () => {
    const pathless = going(met());
    const silent = going(met().secured());
    for (const script of [pathless, silent]) {
      script.look();
      awake(script, LIMITS.goingReturnMs + 1000);
      expect(said(script)).toEqual([]);
      expect(script.room.session).not.toBeNull();
    }
    silent.relay({ kind: "presence", other: "present" });
    expect(silent.room.session).not.toBeNull();
    expect(said(pathless.relay({ kind: "presence", other: "left" }))).toEqual(["vacant"]);
  });

  it("and does not answer on its path keeps nobody from knocking", () => {
    const script = going(met().secured());
    expect(script.wait(500).relay({ kind: "knock", knock: 1 }).room.door?.at).toBeNull();
    script.wait(1000).look();
    expect(jobs(script.relay({ kind: "knock", knock: 2 }))).toEqual(["door begin"]);
  });

  it("ends the room where its creator has taken the offer back", () => {
    const script = returnRoom().command({ do: "door", says: "withdraw" });
    script.relay({ kind: "presence", other: "present" }).established();
    expect(going(script).wait(LIMITS.goingReturnMs).room.phase).not.toBe("live");
  });
});

describe("a guest that is gone by its creator's judgement", () => {
  const gone = (other: "present" | "away"): { script: Script; farewell: Uint8Array } => {
    const script = met().relay({ kind: "presence", other });
    const farewell = farewellOf(script);
    awake(script, 300_001);
    return { script, farewell };
  };

  it("is told so, wherever it can be reached", () => {
    const { script, farewell } = gone("present");
    const effects = script.look();
    expect(sentBlock(effects, "socket", farewell)).toBe(1);
    expect(effects.findLast(({ to }) => to === "crypto")).toEqual({
      to: "crypto",
      job: { job: "door", does: "vacate", ends: true },
    });
  });

  it("is told again when it comes back, until the relay has freed its seat, and nobody else is", () => {
    const { script, farewell } = gone("away");
    expect(sentBlock(script.look(), "socket", farewell)).toBe(0);
    script.result({ did: "door", what: "vacated" }).relay({ kind: "presence", other: "present" });
    awake(script, 2 * DOOR_LIMITS.farewellMs);
    expect(sentBlock(script.look(), "socket", farewell)).toBeGreaterThan(1);
    script.relay({ kind: "presence", other: "left" });
    letIn(asked(script));
    awake(script, 4 * DOOR_LIMITS.farewellMs);
    expect(sentBlock(script.look(), "socket", farewell)).toBe(0);
  });
});

it("one who was let in, and lost its socket before m3 came, is given m3 with the farewell when it is back", () => {
  const script = letIn();
  script.relay({ kind: "presence", other: "away" });
  awake(script, 300_001);
  script.result({ did: "door", what: "vacated" }).look();
  script.relay({ kind: "presence", other: "present" });
  awake(script, DOOR_LIMITS.farewellMs);
  expect(sentBlock(script.look(), "socket", M3)).toBeGreaterThan(0);
});

describe("Let in", () => {
  it("is for the knock that was shown: where it is over, nothing is made and the person is told", () => {
    const script = asked();
    script.look();
    script.relay({ kind: "knock", knock: 0 }).command({ do: "door", says: "let-in", knock: 1 });
    expect(said(script)).toEqual(["quiet", "late"]);
    const next = asked(vacant(), 2);
    next.look();
    next.command({ do: "door", says: "let-in", knock: 1 }).command({ do: "door", says: "refuse", knock: 1 });
    expect(next.look()).toEqual([]);
    expect(next.room.door).toMatchObject({ at: "asking", knock: 2 });
  });

  it("makes no session before the relay has seated them, and none where the knock was over there", () => {
    const script = met().relay({ kind: "presence", other: "away" });
    pressed(asked(script)).look();
    pressed(script);
    expect(script.look()).toEqual([]);
    expect(script.room.session).not.toBeNull();
    script.relay({ kind: "knock", knock: 0 });
    expect(said(script)).toEqual(["late"]);
    expect(script.room.session).not.toBeNull();
    const waits = pressed(asked());
    waits.look();
    awake(waits, DOOR_LIMITS.seatMs);
    const effects = waits.look();
    expect(effects).toContainEqual({ to: "face", event: { event: "door", state: "late" } });
    expect(jobs(pressed(waits))).toEqual([]);
  });

  it("outlives the socket that it was said on: what the next one says decides", () => {
    const lost = (script: Script): Script => {
      pressed(script).socket("closed").wait(300).socket("opened").admitted();
      return script;
    };
    const seated = lost(asked());
    seated.look();
    expect(jobs(seated.welcome("present"))).toContain("door admit");
    const free = lost(asked());
    free.look();
    expect(said(free.welcome("left"))).toEqual(["late"]);
    // The relay announces them anew: they are not refused for it.
    const again = lost(asked());
    again.look();
    expect(answers(again.welcome("left"))).toEqual([]);
    // Where another session is left, whoever is there may be the one who was away: m2, said again, tells.
    const beside = lost(asked(met().relay({ kind: "presence", other: "away" }))).welcome("present");
    expect(beside.room.session).not.toBeNull();
    beside.look();
    beside.relay({ kind: "pass", block: handshakeBlock(2) });
    expect(jobs(beside)).toEqual(["door admit"]);
  });

  it("leaves no session where they are gone before it is made", () => {
    const script = pressed(asked()).relay({ kind: "presence", other: "present" });
    script.relay({ kind: "presence", other: "left" }).look();
    const outcome = { kind: "established", view, path: "direct", otherPath: "direct", block: null } as const;
    script.result({ did: "door", what: "admitted", outcome: { ...outcome, rejoin: "again" } });
    expect(script.room.session).toBeNull();
    expect(said(script).at(-1)).toBe("vacant");
  });
});

describe("what waited for somebody", () => {
  const write = (script: Script): Script => script.command({ do: "message", text: "for you", key: "k" });
  const failed: unknown = expect.objectContaining({ event: "receipt", state: "failed" });
  const lost = { event: "door", state: "vacant", undelivered: 1 };

  it("who came and left before there was a session fails, and is said to be lost", () => {
    const script = write(returnRoom()).relay({ kind: "presence", other: "present" });
    script.look();
    const told = script.relay({ kind: "presence", other: "left" }).events();
    expect(told).toContainEqual(failed);
    expect(told).toContainEqual(lost);
    expect(script.room.talk.pending).toEqual([]);
    // Said once: another "left" of the same seat is no news.
    script.result({ did: "door", what: "vacated" }).look();
    expect(said(script.relay({ kind: "presence", other: "left" }))).toEqual([]);
  });

  it("and is away goes to nobody who is let in instead", () => {
    const script = write(returnRoom()).relay({ kind: "presence", other: "away" });
    const told = letIn(asked(script)).events();
    expect(told).toContainEqual(failed);
    expect(told).toContainEqual(lost);
  });
});

describe("a path that people agreed on", () => {
  it("is not what the next one is asked for; an address that is hidden stays hidden", () => {
    const agreed = met();
    const withPath = (path: "any" | "relayed"): string | undefined => {
      const script = met().relay({ kind: "presence", other: "left" });
      script.room = agreed.room;
      const { policy } = agreed.room;
      script.room = { ...agreed.room, policy: { ...policy, own: { ...policy.own, path } } };
      script.relay({ kind: "presence", other: "away" }).look();
      const [begun] = script.relay({ kind: "knock", knock: 1 }).jobs();
      return begun?.job === "door" && begun.does === "begin" ? begun.path : undefined;
    };
    expect([withPath("any"), withPath("relayed")]).toEqual(["direct", "relayed"]);
    expect(door({ what: "vacated" })).toEqual({ did: "door", what: "vacated" });
  });
});
