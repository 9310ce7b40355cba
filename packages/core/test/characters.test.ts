import { describe, expect, test } from "vitest";
import { bodies, cleanName } from "../src/index.ts";
import { fileBodies } from "../src/files/index.ts";

const target = new Uint8Array(16).fill(7);

/** Two characters each, that an engine may take for one beyond U+FFFF: compatibility ideographs, Arabic forms, full-width signs. */
const NEIGHBOURS = ["\uF900\uFF01", "\uFA1B\uFF0C", "\uFB50\uFE70", "\uFBFF\uFC00", "\uFB01\uFF5E"];

describe("characters beside each other are two", () => {
  test.each(NEIGHBOURS)("a text, a reply and an edit of %s come back as they were", (text) => {
    expect(bodies.text.decode(bodies.text.encode(text))).toBe(text);
    expect(bodies.text.decode(bodies.text.encode(text, target))).toBe(text);
    expect(bodies.edit.decode(bodies.edit.encode({ target, text }))).toEqual({ target, text });
  });

  test("a name loses what draws nothing, whatever stands before it", () => {
    for (const before of ["\uFA0E", "\uFB50", "\uFBB2"]) {
      for (const unseen of ["\uFFFC", "\uFFF0", "\uFE0F", "\uFEFF"]) {
        expect(cleanName(`${before}${unseen}`), JSON.stringify(before + unseen)).toBe(before);
        expect(fileBodies.offer.cleanName(`${before}${unseen}.txt`), JSON.stringify(before + unseen)).toBe(
          `${before}.txt`,
        );
      }
    }
  });

  test("marks are counted one by one", () => {
    expect(cleanName(`\uFB50${"\uFE20".repeat(5)}x`)).toBe(`\uFB50${"\uFE20".repeat(3)}x`);
  });

  test("two characters are no emoji", () => {
    for (const pair of ["\uF83D\uFE00", "\uF83D\uFC4D", "\uF83C\uFDF0\uF83C\uFDF1"]) {
      const body = new Uint8Array([...target, ...new TextEncoder().encode(pair)]);
      expect(bodies.reaction.decode(body), JSON.stringify(pair)).toBeNull();
      expect(() => bodies.reaction.encode({ target, emoji: pair })).toThrow();
    }
  });
});
