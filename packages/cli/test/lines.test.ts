import { PassThrough, Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { firstLine, linesOf } from "../src/room/lines.ts";

async function all(parts: readonly (string | Buffer)[], unitsMax = 100): Promise<(string | null)[]> {
  const lines: (string | null)[] = [];
  for await (const line of linesOf(Readable.from(parts.map((part) => Buffer.from(part))), unitsMax))
    lines.push(line);
  return lines;
}

describe("lines", () => {
  it("come whole, however they are cut on the way, the last one without an end too", async () => {
    const bytes = Buffer.from("één\r\ntwo\n\nlast");
    for (let at = 0; at < bytes.length; at++)
      expect(await all([bytes.subarray(0, at), bytes.subarray(at)])).toEqual(["één", "two", "", "last"]);
  });

  it("that are too long are told as such, and the next one is read", async () => {
    expect(await all(["x".repeat(50), "x".repeat(51), "x\nnext\n"])).toEqual([null, "next"]);
    expect(await all([`${"x".repeat(101)}\nnext`])).toEqual([null, "next"]);
  });
});

describe("the first line", () => {
  it("is taken, and every byte after it stays, however they come", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 3000 }),
        fc.integer({ min: 1, max: 40 }),
        async (rest, cut) => {
          const input = new PassThrough();
          const whole = Buffer.concat([Buffer.from("the line\r\n"), rest]);
          for (let at = 0; at < whole.length; at += cut) input.write(whole.subarray(at, at + cut));
          input.end();
          expect(await firstLine(input)).toBe("the line");
          expect(await buffer(input)).toEqual(Buffer.from(rest));
        },
      ),
      { numRuns: 30 },
    );
  });

  it("of a stream without one is what there is", async () => {
    expect(await firstLine(Readable.from([Buffer.from("only")]))).toBe("only");
    expect(await firstLine(Readable.from([]))).toBe("");
  });
});
