import { readFileSync } from "node:fs";
import { words } from "../../packages/core/src/phrase/words.ts";
import { hex, seeded, writeSuite } from "./reference.ts";

/**
 * The suite of spec/pair.md 5. Run by hand: node vectors/generate/safety.ts
 * The emoji are read from the page itself; the word list is core's, which a test holds against its published hash.
 */
const page = readFileSync(new URL("../../spec/pair.md", import.meta.url), "utf8");
const table = page
  .split("\n")
  .filter((line) => /^\| (?:0|8|16|24|32|40|48|56) \| /.test(line))
  .flatMap((line) => line.split("|").slice(2, -1))
  .map((cell) => cell.trim().split(" "));
if (table.length !== 64) throw new Error(`${String(table.length)} emoji on the page`);

function shown(safety: Uint8Array): { readonly emoji: string[]; readonly words: string[] } {
  const bits = [...safety].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  const cut = (from: number, count: number, each: number): number[] =>
    Array.from({ length: count }, (_, at) =>
      Number.parseInt(bits.slice(from + at * each, from + (at + 1) * each), 2),
    );
  return {
    emoji: cut(0, 7, 6).map((number) => (table[number] ?? []).join(" ")),
    words: cut(42, 5, 11).map((number) => words[number] ?? ""),
  };
}

const accepted = (name: string, safety: Uint8Array): object => ({
  name,
  safety: hex(safety),
  ...shown(safety),
});

function flipped(safety: Uint8Array, bit: number): Uint8Array {
  const bytes = Uint8Array.from(safety);
  bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (128 >> (bit & 7));
  return bytes;
}

const ascending = Uint8Array.from([
  0x00, 0x10, 0x83, 0x10, 0x51, 0x80, 0x00, 0x04, 0x00, 0xc0, 0x20, 0x05, 0x00,
]);
const base = seeded("safety one", 13);
/** The first and the last bit of the emoji and of the words, and what lies where a number crosses a byte. */
const bits = [0, 5, 6, 7, 8, 23, 36, 41, 42, 47, 48, 52, 53, 63, 64, 85, 86, 96];
const lengths = [0, 1, 11, 12, 14, 16, 26, 32];

writeSuite("safety", "spec/pair.md section 5", [
  accepted("all zero", new Uint8Array(13)),
  accepted("all one", new Uint8Array(13).fill(255)),
  accepted("emoji that count up", ascending),
  ...["one", "two", "three", "four"].map((name) => accepted(`drawn ${name}`, seeded(`safety ${name}`, 13))),
  accepted("the last bits of drawn one, which mean nothing", flipped(flipped(base, 97), 103)),
  ...lengths.map((length) => ({
    name: `${String(length)} bytes`,
    safety: hex(seeded("safety length", length)),
    error: "encoding",
  })),
  ...bits.map((bit) => ({
    name: `bit ${String(bit)} of drawn one flipped`,
    safety: hex(flipped(base, bit)),
    differs: { of: "drawn one", in: bit < 42 ? "emoji" : "words" },
  })),
]);
