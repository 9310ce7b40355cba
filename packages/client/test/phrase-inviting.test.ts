import { describe, expect, it } from "vitest";
import type { RoomEvent } from "../src/face.ts";
import {
  type Inviting,
  type InvitingEffect,
  type InvitingInput,
  type InvitingTurn,
  type PhraseFrame,
  notInviting,
  stepInviting,
} from "../src/phrase/inviting.ts";

const NONCE = new Uint8Array(32).fill(3);
const message = new Uint8Array(255).fill(9);
const frame = (of: PhraseFrame): InvitingInput => ({ on: "frame", connection: 5, frame: of });
const placed = frame({ kind: "phrase-placed", address: 77, timeLeftMs: 180_000 });
const begun = frame({ kind: "phrase-begun", nonce: NONCE, timeLeftMs: 20_000 });
const said = frame({ kind: "phrase-message", message });
const over = (code: "expired" | "cut" | "late" | "busy" | "closed" | "unknown"): InvitingInput =>
  frame({ kind: "phrase-over", code });

const ASKED: readonly InvitingInput[] = [
  { on: "ask", connection: 5 },
  { on: "offered", nonce: NONCE },
];
const OPEN: readonly InvitingInput[] = [...ASKED, placed, { on: "spelled", phrase: "a-b-c-d" }];
const BEGUN: readonly InvitingInput[] = [...OPEN, begun];
const SPENT: readonly InvitingInput[] = [...BEGUN, said, { on: "answered", message }];

/** What a history leaves, and all that was done on the way. */
function play(inputs: readonly InvitingInput[], from: Inviting = notInviting, nowMs = 1_000): InvitingTurn {
  let state = from;
  const effects: InvitingEffect[] = [];
  for (const input of inputs) {
    const taken = stepInviting(state, input, nowMs);
    ({ state } = taken);
    effects.push(...taken.effects);
  }
  return { state, effects };
}

function told({ effects }: InvitingTurn): readonly RoomEvent[] {
  return effects.flatMap((effect) => (effect.to === "face" ? [effect.event] : []));
}

function sent({ effects }: InvitingTurn): readonly string[] {
  return effects.flatMap((effect) => (effect.to === "relay" ? [effect.frame.kind] : []));
}

const ended = (outcome: string, allowed = true): unknown => ({ event: "phrase-over", outcome, allowed });
const wipes = ({ effects }: InvitingTurn): boolean =>
  effects.some((effect) => effect.to === "keys" && effect.job.job === "wipe");

describe("the inviter of a phrase (spec/phrase.md 5)", () => {
  it("offers, shows the phrase, answers message 1 and hands over after message 3", () => {
    const all = play([...SPENT, said, { on: "delivered", message }]);
    expect(sent(all)).toEqual(["phrase-offer", "phrase-message", "phrase-message"]);
    expect(told(all)).toEqual([{ event: "phrase", phrase: "a-b-c-d", expiresInMs: 180_000 }, ended("used")]);
    expect(all.state).toMatchObject({ phase: "none", failures: 0, endsMs: null });
    expect(wipes(all)).toBe(true);
  });

  it.each(["expired", "cut", "late", "closed", "busy", "unknown"] as const)(
    "counts nothing when the relay says %s before message 2 has left",
    (code) => {
      for (const before of [OPEN, BEGUN]) {
        const all = play([...before, over(code)]);
        expect(told(all).at(-1)).toEqual(ended(code === "unknown" ? "cut" : code));
        expect(all.state.failures).toBe(0);
        expect(wipes(all)).toBe(true);
      }
    },
  );

  it.each([
    ["a wrong message 3", [said, { on: "failed" }]],
    ["a relay that says cut", [over("cut")]],
    ["a relay that says late", [over("late")]],
    ["a relay that says closed, or anything", [over("expired")]],
    ["the loss of the socket", [{ on: "lost" }]],
    ["a withdrawal by a person", [{ on: "withdraw" }]],
    ["a new offer by a person", [{ on: "ask", connection: 5 }]],
  ] satisfies readonly (readonly [string, readonly InvitingInput[]])[])(
    "counts a spent attempt that ends by %s",
    (_, last) => {
      const all = play([...SPENT, ...last]);
      expect(all.state.failures).toBe(1);
      expect(told(all)).toContainEqual(ended("failed"));
      expect(wipes(all)).toBe(true);
    },
  );

  it("counts a spent attempt that nobody ends: 20 s after its beginning, whatever the relay says", () => {
    const { state } = play(SPENT);
    expect(state.endsMs).toBe(21_000);
    expect(stepInviting(state, { on: "time" }, 20_999).state.phase).toBe("answered");
    const late = stepInviting(state, { on: "time" }, 21_000);
    expect(late.state.failures).toBe(1);
    expect(sent(late)).toEqual(["phrase-withdraw"]);
    // What comes later finds no state: a message 3 that fits is not looked at.
    expect(stepInviting(late.state, said, 21_001).effects).toEqual([]);
    const together = stepInviting(state, said, 21_000);
    expect(told(together)).toEqual([ended("failed")]);
    expect(together.effects.some((effect) => effect.to === "keys" && effect.job.job === "step")).toBe(false);
  });

  it("turns phrases off after two failures, whatever lay between, and on again by a press alone", () => {
    const once = play([...SPENT, over("cut")]);
    const between = play([...SPENT, said, { on: "delivered", message }], once.state);
    expect(between.state.failures).toBe(1);
    const twice = play([...SPENT, over("late")], between.state);
    expect(told(twice).at(-1)).toEqual(ended("failed", false));
    const off = play([{ on: "ask", connection: 5 }], twice.state);
    expect(told(off)).toEqual([ended("off", false)]);
    expect(sent(off)).toEqual([]);
    const on = play([{ on: "allow" }, ...OPEN], twice.state);
    expect(told(on).at(-1)).toMatchObject({ event: "phrase" });
    expect(on.state.failures).toBe(0);
  });

  it("shows a phrase as long as the relay says and no longer than ten minutes, then ends it itself", () => {
    const forever = frame({ kind: "phrase-placed", address: 1, timeLeftMs: 0xffff_ffff });
    const all = play([...ASKED, forever, { on: "spelled", phrase: "a-b-c-d" }]);
    expect(told(all)).toEqual([{ event: "phrase", phrase: "a-b-c-d", expiresInMs: 600_000 }]);
    const alone = stepInviting(all.state, { on: "time" }, 601_000);
    expect([told(alone), sent(alone)]).toEqual([[ended("expired")], ["phrase-withdraw"]]);
  });

  it("gives up an offer that a relay does not answer", () => {
    const { state } = play(ASKED);
    expect(told(stepInviting(state, { on: "time" }, 11_000))).toEqual([ended("late")]);
  });

  it("disregards what belongs to an earlier offer, and takes busy and closed as the answer", () => {
    const { state } = play(ASKED);
    for (const input of [over("expired"), over("cut"), over("late"), begun, said]) {
      expect(stepInviting(state, input, 1_000)).toEqual({ state, effects: [] });
    }
    for (const code of ["busy", "closed"] as const)
      expect(told(play([over(code)], state))).toEqual([ended(code)]);
    const open = play(OPEN).state;
    const other = frame({ kind: "phrase-begun", nonce: new Uint8Array(32), timeLeftMs: 1 });
    expect(stepInviting(open, other, 1_000)).toEqual({ state: open, effects: [] });
  });

  it("hears nothing of another socket, and nothing while there is no phrase", () => {
    const { state } = play(BEGUN);
    const elsewhere = { on: "frame", connection: 6, frame: { kind: "phrase-message", message } } as const;
    expect(stepInviting(state, elsewhere, 1_000)).toEqual({ state, effects: [] });
    for (const input of [placed, begun, said, over("cut"), { on: "lost" }, { on: "withdraw" }] as const) {
      expect(stepInviting(notInviting, input, 1_000)).toEqual({ state: notInviting, effects: [] });
    }
  });

  it("makes none without a socket, and none of an invitation that is used", () => {
    const waiting = play([{ on: "ask", connection: null }, { on: "lost" }]);
    expect(waiting.effects).toEqual([]);
    expect(told(stepInviting(waiting.state, { on: "time" }, 11_000))).toEqual([ended("lost")]);
    const seated = play([{ on: "seated", connection: 5 }, ...OPEN.slice(1)], waiting.state);
    expect(told(seated)).toMatchObject([{ event: "phrase" }]);
    expect(
      told(
        play([
          { on: "ask", connection: 5 },
          { on: "offered", nonce: null },
        ]),
      ),
    ).toEqual([ended("closed")]);
  });

  it("says nothing of a phrase that a new one replaces, and erases it", () => {
    const all = play([...OPEN, { on: "ask", connection: 5 }]);
    expect(told(all)).toEqual([{ event: "phrase", phrase: "a-b-c-d", expiresInMs: 180_000 }]);
    expect(wipes(all)).toBe(true);
  });
});
