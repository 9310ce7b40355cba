import { describe, expect, it } from "vitest";
import { createKeys } from "../src/full/keys.ts";
import type { Key } from "../src/full/keys.ts";

/** Keys as words: `<enter>`, or the text itself. */
function read(...parts: readonly (string | Buffer)[]): string {
  const all: Key[] = [];
  const held = new Set<() => void>();
  const keys = createKeys(
    (key) => all.push(key),
    (ms, run) => {
      expect(ms).toBe(50);
      held.add(run);
      return () => void held.delete(run);
    },
  );
  for (const part of parts) keys(Buffer.from(part));
  // Nothing more comes.
  for (const run of held) run();
  return all.map((key) => (key.kind === "text" ? key.text : `<${key.press}>`)).join("");
}

describe("what a terminal sends", () => {
  it.each([
    ["hello\r", "hello<enter>"],
    ["a\u007F\u0017\u0015\u000B", "a<backspace><delete-word><delete-to-start><delete-to-end>"],
    ["\u001b[A\u001b[B\u001bOC\u001b[D", "<up><down><right><left>"],
    ["\u001b[H\u001b[F\u001b[1~\u001bOF", "<home><end><home><end>"],
    ["\u001b[1;5D\u001bb\u001bf\u001b[3~", "<word-left><word-left><word-right><delete>"],
    ["\u001b\r\n\u001b[13;2u", "<newline><newline><newline>"],
    ["\u0003\u0004\u000C", "<interrupt><leave><redraw>"],
    ["\u001b", "<escape>"],
    ["\u001b[5~\u001b[6~", "<page-up><page-down>"],
    ["a\tb", "a b"],
  ])("is read as keys: %j", (bytes, keys) => {
    expect(read(bytes)).toBe(keys);
  });

  it("is read the same however it is cut", () => {
    const bytes = Buffer.from("é王\u001b[1;5Cx\u001b[200~a\r\nb\u001b[31m\u001b[201~\r🌋");
    const whole = read(bytes);
    expect(whole).toBe("é王<word-right>xa\nb\u001b[31m<enter>🌋");
    for (let at = 1; at < bytes.length; at++)
      expect(read(bytes.subarray(0, at), bytes.subarray(at)), String(at)).toBe(whole);
  });

  it("ends a paste without an end at Ctrl-C, which interrupts nothing then", () => {
    expect(read("\u001b[200~a\rb\u001b[20", "\u0003", "c\r")).toBe("a\nbc<enter>");
    expect(read("\u001b[200~a", "\u0003", "\u0003\u001a")).toBe("a<interrupt><stop>");
  });

  it("leaves out what is not known, and of what is pasted what no message can hold", () => {
    expect(read("\u001b[?1;2c\u001b[99;99~\u001bx\u0000\u0007a")).toBe("a");
    expect(read("\u001b[200~", "x".repeat(100_000), "\u001b[201~", "y")).toHaveLength(64_001);
  });
});
