import { describe, expect, test } from "vitest";
import { hash } from "../../src/primitives/hash.ts";
import { utf8 } from "../../src/notation/utf8.ts";
import { words } from "../../src/phrase/words.ts";
import { hex } from "../bytes.ts";
import { published, ran, readPublished } from "./published.ts";

/** SHA-256 of the published file, a word and a line feed 2,048 times (spec/phrase.md 2). */
const ENGLISH = "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda";

test("the word list is BIP-39's English one, byte for byte, by its published hash", () => {
  expect(hex(hash(utf8(words.map((word) => `${word}\n`).join(""))))).toBe(ENGLISH);
});

test("no two words are alike in their first four letters, and all are letters", () => {
  expect(new Set(words.map((word) => word.slice(0, 4))).size).toBe(2048);
  for (const word of words) expect(word).toMatch(/^[a-z]{3,8}$/);
});

describe.skipIf(!published("BIP-39"))("published BIP-39 data", () => {
  test("entropy to words: 11 bits to a word, highest first, as the published mnemonics say", () => {
    const { english } = readPublished("bip39/vectors.json") as { english: readonly string[][] };
    for (const [entropy = "", mnemonic = ""] of english) {
      const bits = BigInt(`0x1${entropy}`).toString(2).slice(1);
      const spelled = mnemonic.split(" ");
      const whole = Math.floor(bits.length / 11);
      const ours = Array.from(
        { length: whole },
        (_, at) => words[Number.parseInt(bits.slice(at * 11, at * 11 + 11), 2)],
      );
      // The last word of a mnemonic holds its checksum, which this protocol has not.
      expect(ours).toEqual(spelled.slice(0, whole));
    }
    ran("BIP-39 English mnemonics", english.length);
  });
});
