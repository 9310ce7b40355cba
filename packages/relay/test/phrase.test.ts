import { describe, expect, test } from "vitest";
import { type Phrase, type PhraseEvent, type PhraseStep, stepPhrase } from "../src/phrases/phrase.ts";

const open: Phrase = { phase: "open", endsMs: 1_000 };
const attempt = (turn: 1 | 2 | 3 | 4): Phrase => ({ phase: "attempt", endsMs: 2_000, turn });
const begin: PhraseEvent = { on: "begin", endsMs: 2_000 };
const over = (to: "joiner" | "inviter", code: string): unknown => ({ do: "over", to, code });

describe("a phrase's life (spec/phrase.md 6)", () => {
  test("a beginning makes an attempt, whose four messages go over in turn; the fourth is its end", () => {
    let step: PhraseStep = stepPhrase(open, begin, 999);
    expect(step).toEqual({ phrase: attempt(1), effects: [{ do: "begun" }] });
    for (const turn of [1, 2, 3, 4] as const) {
      const from = turn % 2 === 1 ? "joiner" : "inviter";
      const to = turn % 2 === 1 ? "inviter" : "joiner";
      step = stepPhrase(attempt(turn), { on: "message", from }, 999);
      expect(step.effects).toEqual([{ do: "forward", to, last: turn === 4 }]);
      expect(step.phrase).toEqual(turn === 4 ? null : { ...attempt(turn), turn: turn + 1 });
    }
  });

  test.each([1, 2, 3, 4] as const)(
    "before message %i the wrong side is at fault, and the other is cut",
    (turn) => {
      const [from, other] =
        turn % 2 === 1 ? (["inviter", "joiner"] as const) : (["joiner", "inviter"] as const);
      expect(stepPhrase(attempt(turn), { on: "message", from }, 0)).toEqual({
        phrase: null,
        effects: [over(other, "cut"), { do: "fault", to: from }],
      });
    },
  );

  test.each([
    ["withdrawn", [], [over("joiner", "cut")]],
    ["replaced", [], [over("joiner", "cut")]],
    ["gone", [], [over("joiner", "cut")]],
    ["closed", [over("inviter", "closed")], [over("inviter", "closed"), over("joiner", "cut")]],
  ] as const)("%s ends an open phrase and an attempt, and says so to whom it concerns", (on, quiet, loud) => {
    expect(stepPhrase(open, { on }, 0)).toEqual({ phrase: null, effects: quiet });
    expect(stepPhrase(attempt(2), { on }, 0)).toEqual({ phrase: null, effects: loud });
  });

  test("the joiner's going ends its attempt, and concerns no open phrase", () => {
    expect(stepPhrase(attempt(3), { on: "left" }, 0).effects).toEqual([over("inviter", "cut")]);
    expect(stepPhrase(open, { on: "left" }, 0)).toEqual({ phrase: open, effects: [] });
  });

  test("time ends both, to the millisecond and whatever comes with it", () => {
    expect(stepPhrase(open, { on: "time" }, 999)).toEqual({ phrase: open, effects: [] });
    for (const event of [{ on: "time" }, begin, { on: "gone" }] as const) {
      expect(stepPhrase(open, event, 1_000).effects).toEqual([over("inviter", "expired")]);
    }
    expect(stepPhrase(attempt(4), { on: "message", from: "inviter" }, 2_000)).toEqual({
      phrase: null,
      effects: [over("inviter", "late"), over("joiner", "late")],
    });
  });

  test("an attempt begins once, and a message without one concerns nobody", () => {
    expect(stepPhrase(attempt(2), begin, 0)).toEqual({ phrase: attempt(2), effects: [] });
    expect(stepPhrase(open, { on: "message", from: "inviter" }, 0)).toEqual({ phrase: open, effects: [] });
  });
});
