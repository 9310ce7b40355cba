import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fit, graphemes, width, wrapped } from "../src/say/width.ts";

describe("the width of a text", () => {
  it.each([
    ["abc", 3],
    ["é", 1],
    ["e\u0301\u0323", 1],
    ["王", 2],
    ["한", 2],
    ["ｱ", 1],
    ["Ａ", 2],
    ["🌋", 2],
    ["❤️", 2],
    ["❤", 1],
    ["👩‍👩‍👧", 2],
    ["🇨🇭", 2],
    ["ก็", 1],
    ["\u200b\u2060", 0],
    ["│━▬↳", 4],
  ])("of %s is what a terminal takes", (text, columns) => {
    expect(width(text)).toBe(columns);
  });
});

describe("rows", () => {
  it("break at spaces, else where the columns end, and wide characters are not cut in two", () => {
    expect(wrapped("one two three", 8)).toEqual(["one two", "three"]);
    expect(wrapped("abcdefghij", 4)).toEqual(["abcd", "efgh", "ij"]);
    expect(wrapped("你好世界", 5)).toEqual(["你好", "世界"]);
    expect(wrapped("a\n\nb", 9)).toEqual(["a", "", "b"]);
    expect(wrapped("aaaa bbbb", 4)).toEqual(["aaaa", "bbbb"]);
    expect(fit("a王b", 2)).toBe("a");
  });

  it("fit, and lose nothing but the spaces that they are broken at", () => {
    const piece = fc.constantFrom("a", " ", "word", "王", "🌋", "e\u0301", "👩‍👩‍👧", "  ");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.integer({ min: 2, max: 20 }), (pieces, columns) => {
        const text = pieces.join("");
        const rows = wrapped(text, columns);
        for (const row of rows) expect(width(row)).toBeLessThanOrEqual(columns);
        expect(rows.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
        expect(graphemes(text).join("")).toBe(text);
      }),
    );
  });
});
