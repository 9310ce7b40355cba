import type { FromRelay } from "@tacet/wire";
import { describe, expect, it } from "vitest";
import {
  type Joining,
  type JoiningInput,
  type JoiningTurn,
  beginJoining,
  stepJoining,
} from "../src/phrase/joining.ts";

const nonce = new Uint8Array(32);
const message = new Uint8Array(255);
const heard = (frame: FromRelay): JoiningInput => ({ on: "frame", frame });
const said = heard({ kind: "phrase-message", message });
const over = (code: "unknown" | "expired" | "cut" | "late" | "busy" | "closed"): JoiningInput =>
  heard({ kind: "phrase-over", code });

const ASKED: readonly JoiningInput[] = [{ on: "opened" }];
const BEGUN: readonly JoiningInput[] = [
  ...ASKED,
  heard({ kind: "phrase-begun", nonce, timeLeftMs: 20_000 }),
  { on: "made", message, spends: false },
];
const SPENT: readonly JoiningInput[] = [...BEGUN, said, { on: "made", message, spends: true }];

function play(inputs: readonly JoiningInput[], nowMs = 1_000): JoiningTurn {
  let state: Joining = beginJoining(nowMs);
  const effects: JoiningTurn["effects"][number][] = [];
  for (const input of inputs) {
    const taken = stepJoining(state, input, nowMs);
    ({ state } = taken);
    effects.push(...taken.effects);
  }
  return { state, effects };
}

const outcomes = ({ effects }: JoiningTurn): readonly string[] =>
  effects.flatMap((effect) => (effect.do === "over" ? [effect.outcome] : []));

describe("the joiner of a phrase (spec/phrase.md 5)", () => {
  it("sends messages 1 and 3, and is invited by message 4, once", () => {
    const all = play([...SPENT, said, { on: "invited" }, { on: "closed" }]);
    expect(all.effects.map((effect) => effect.do)).toEqual(["begin", "send", "step", "send", "step", "over"]);
    expect(outcomes(all)).toEqual(["invited"]);
  });

  it.each([
    ["no socket", [{ on: "closed" }], "network"],
    ["nothing at the address", [...ASKED, over("unknown")], "unknown"],
    ["a limit", [...ASKED, over("busy")], "busy"],
    ["a cut", [...BEGUN, over("cut")], "cut"],
    ["lateness", [...BEGUN, over("late")], "late"],
    ["a lost socket", [...BEGUN, { on: "closed" }], "cut"],
    ["a code that is not a joiner's", [...ASKED, over("expired")], "cut"],
    ["bytes that are no frame", [...BEGUN, { on: "frame", frame: null }], "cut"],
    ["a frame of a room", [...BEGUN, heard({ kind: "presence", other: "present" })], "cut"],
    ["a message before its turn", [...ASKED, said], "cut"],
    ["a second beginning", [...BEGUN, heard({ kind: "phrase-begun", nonce, timeLeftMs: 1 })], "cut"],
    ["another version", [...ASKED, heard({ kind: "refused", code: "version" })], "unavailable"],
    ["a wrong message 2", [...BEGUN, said, { on: "failed" }], "mismatch"],
  ] satisfies readonly (readonly [string, readonly JoiningInput[], string])[])(
    "ends by %s, and says so",
    (_, inputs, outcome) => {
      expect(outcomes(play(inputs))).toEqual([outcome]);
    },
  );

  it.each([
    over("cut"),
    over("late"),
    over("unknown"),
    { on: "closed" },
    { on: "failed" },
    { on: "frame", frame: null },
  ] satisfies readonly JoiningInput[])("calls it a mismatch once message 3 has left: %j", (last) => {
    expect(outcomes(play([...SPENT, last]))).toEqual(["mismatch"]);
  });

  it("ends by itself: 10 s without a socket, 25 s after its beginning", () => {
    const opening = beginJoining(0);
    expect(stepJoining(opening, { on: "time" }, 9_999).effects).toEqual([]);
    expect(outcomes(stepJoining(opening, { on: "time" }, 10_000))).toEqual(["network"]);
    const { state } = play(SPENT);
    expect(outcomes(stepJoining(state, { on: "time" }, 25_999))).toEqual([]);
    expect(outcomes(stepJoining(state, { on: "time" }, 26_000))).toEqual(["mismatch"]);
    expect(outcomes(stepJoining(play(ASKED).state, said, 26_000))).toEqual(["late"]);
  });
});
