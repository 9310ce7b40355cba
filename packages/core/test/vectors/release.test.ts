import { describe, expect, test } from "vitest";
import { isSigned } from "../../src/primitives/ed25519.ts";
import { releases } from "../../src/release/index.ts";
import { unhex } from "../bytes.ts";
import { countSuite, loadSuite } from "../suite.ts";

interface Case {
  readonly name: string;
  readonly part: "list" | "archives";
  readonly file: string;
  readonly signature: string;
  readonly expect: "holds" | "fails" | "unread";
}

const cases = loadSuite("release") as unknown as readonly Case[];

describe("vectors/release.json", () => {
  test("holds two refusals for each case that passes", () => {
    countSuite("release", cases.length, cases.filter((it) => it.expect !== "holds").length);
  });

  test.each(cases.map((it) => [it.name, it] as const))("%s", (_, it) => {
    const read = releases.readSignature(it.signature);
    if (it.expect === "unread") {
      expect(read).toBeNull();
      return;
    }
    expect(read !== null && releases.holds(it.part, unhex(it.file), read)).toBe(it.expect === "holds");
  });
});

test("the signature of RFC 8032, 7.1, TEST 3, and none with a bit turned", () => {
  const key = unhex("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025");
  const message = unhex("af82");
  const signature = unhex(
    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
  );
  expect(isSigned(message, signature, key)).toBe(true);
  for (let bit = 0; bit < 98 * 8; bit += 37) {
    const all = Uint8Array.from([...signature, ...key, ...message]);
    all[bit >> 3] = (all[bit >> 3] ?? 0) ^ (128 >> (bit & 7));
    expect(isSigned(all.subarray(96), all.subarray(0, 64), all.subarray(64, 96))).toBe(false);
  }
  expect(isSigned(message, signature, key.subarray(1))).toBe(false);
  expect(isSigned(message, signature.subarray(1), key)).toBe(false);
});
