import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { harmless, harmlessLine, indented, jsonLine } from "../src/say/harmless.ts";

// Every code that a terminal obeys, and every character that turns the direction of its line.
const obeyed = /(?![\t\n])\p{Cc}|[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;

const anyText = fc.string({ unit: "binary", maxLength: 200 });
const hostile = fc
  .array(
    fc.constantFrom(
      "\u001b[2J",
      "\u009b31m",
      "\u001b]0;title\u0007",
      "\r",
      "\u202e",
      "\u2066",
      "\u0008",
      "\u007f",
      "\u2028",
      "a\n* Verified",
    ),
  )
  .map((parts) => parts.join(""));

describe("another's text", () => {
  it("reaches a terminal without anything that it obeys", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, hostile), (text) => {
        expect(harmless(text)).not.toMatch(obeyed);
        expect(harmlessLine(text)).not.toMatch(/\n/);
        expect(harmless(harmless(text))).toBe(harmless(text));
      }),
    );
  });

  it("shows an escape sequence as what it is", () => {
    expect(harmless("a\u001b[31mb\u009bc\u007f")).toBe("a\u241b[31mb\uFFFDc\u2421");
    expect(harmless("one\r\ntwo\u2028three")).toBe("one\ntwo\nthree");
  });

  it("cannot begin a line that looks like the program's own, whatever breaks it", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, hostile), fc.integer({ min: 20, max: 120 }), (text, columns) => {
        const [first = "", ...rest] = indented("Bob: ", text, columns).split("\n");
        expect(first.startsWith("Bob: ")).toBe(true);
        for (const line of rest) expect(line.startsWith("     ")).toBe(true);
        for (const line of [first, ...rest]) expect(line.length).toBeLessThan(columns);
      }),
    );
  });

  it("is whole in JSON, and harmless on the line", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, hostile), (text) => {
        const line = jsonLine({ text });
        expect(JSON.parse(line)).toEqual({ text });
        expect(line.slice(0, -1)).not.toMatch(obeyed);
        expect(line.slice(0, -1)).not.toMatch(/[\n\u2028\u2029]/);
      }),
    );
  });
});
