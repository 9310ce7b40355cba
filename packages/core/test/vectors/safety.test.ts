import { describe, expect, test } from "vitest";
import { CoreError } from "../../src/index.ts";
import { words } from "../../src/phrase/words.ts";
import { EMOJI, safetyCheck } from "../../src/safety/index.ts";
import { unhex } from "../bytes.ts";
import { countSuite, loadSuite } from "../suite.ts";

interface Case {
  readonly name: string;
  readonly safety: string;
  readonly emoji?: readonly string[];
  readonly words?: readonly string[];
  readonly error?: string;
  readonly differs?: { readonly of: string; readonly in: "emoji" | "words" };
}

const cases = loadSuite("safety") as unknown as readonly Case[];

describe("vectors/safety.json", () => {
  test("holds two refusals for each case that passes", () => {
    const refusals = cases.filter((it) => it.error !== undefined || it.differs !== undefined);
    countSuite("safety", cases.length, refusals.length);
  });

  test.each(cases.map((it) => [it.name, it] as const))("%s", (_, it) => {
    if (it.error !== undefined) {
      expect(() => safetyCheck(unhex(it.safety))).toThrow(new CoreError("encoding"));
      return;
    }
    const { differs } = it;
    if (differs === undefined) {
      expect(shown(it.safety)).toEqual({ emoji: it.emoji, words: it.words });
      return;
    }
    const [own, other] = [shown(it.safety), shown(named(differs.of).safety)];
    // The one row differs in one place, and the other not at all.
    expect(own[differs.in].filter((one, at) => one !== other[differs.in][at])).toHaveLength(1);
    const untouched = differs.in === "emoji" ? "words" : "emoji";
    expect(own[untouched]).toEqual(other[untouched]);
  });
});

test("the emoji are 64, each one code point that draws itself, and none carries a skin tone or is half a flag", () => {
  expect(new Set(EMOJI.map(([id]) => id)).size).toBe(64);
  expect(new Set(EMOJI.map(([, symbol]) => symbol)).size).toBe(64);
  for (const [id, symbol] of EMOJI) {
    expect(id).toMatch(/^[a-z]+$/);
    expect(symbol, id).toMatch(/^\p{Emoji_Presentation}$/u);
    expect(symbol, id).not.toMatch(/\p{Emoji_Modifier_Base}|\p{Regional_Indicator}/u);
  }
});

function named(name: string): Case {
  const found = cases.find((it) => it.name === name);
  if (found === undefined) throw new Error(`no case ${name}`);
  return found;
}

function shown(safety: string): {
  readonly emoji: (string | undefined)[];
  readonly words: (string | undefined)[];
} {
  const check = safetyCheck(unhex(safety));
  return {
    emoji: check.emoji.map((number) => EMOJI[number]?.toReversed().join(" ")),
    words: check.words.map((number) => words[number]),
  };
}
