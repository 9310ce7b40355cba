import { createPrivateKey, createPublicKey, sign } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isSigned } from "../src/primitives/ed25519.ts";
import { releases } from "../src/release/index.ts";

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "hex"));

/** RFC 8032, 7.1, TEST 3. */
const KEY = hex("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025");
const MESSAGE = hex("af82");
const SIGNATURE = hex(
  "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
);

const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");
const secret = createPrivateKey({
  key: Buffer.concat([PKCS8, Buffer.alloc(32, 9)]),
  format: "der",
  type: "pkcs8",
});
const key = createPublicKey(secret).export({ format: "jwk" }).x ?? "";
const file = Uint8Array.from(Buffer.from("a list"));

function signatureFile(part: "list" | "archives" = "list"): string {
  const made = sign(null, releases.signed(part, file), secret).toString("base64url");
  return `key ${key}\nsignature ${made}\n`;
}

function holds(text: string, part: "list" | "archives" = "list", bytes = file): boolean {
  const read = releases.readSignature(text);
  return read !== null && releases.holds(part, bytes, read);
}

describe("Ed25519", () => {
  test("takes the signature of RFC 8032, and none with a bit of anything turned", () => {
    expect(isSigned(MESSAGE, SIGNATURE, KEY)).toBe(true);
    for (const [message, signature, key] of [
      [MESSAGE, SIGNATURE, KEY.subarray(1)],
      [MESSAGE, SIGNATURE.subarray(1), KEY],
      [MESSAGE, new Uint8Array(64), KEY],
      [MESSAGE, SIGNATURE, new Uint8Array(32)],
      [Uint8Array.of(), SIGNATURE, KEY],
    ] as const)
      expect(isSigned(message, signature, key)).toBe(false);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 98 * 8 - 1 }), (bit) => {
        const all = Uint8Array.from([...SIGNATURE, ...KEY, ...MESSAGE]);
        all[bit >> 3] = (all[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(isSigned(all.subarray(96), all.subarray(0, 64), all.subarray(64, 96))).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  test("takes no key of low order, under which one signature fits every message", () => {
    const identity = Uint8Array.of(1, ...new Uint8Array(31));
    const anything = Uint8Array.from([...identity, ...new Uint8Array(32)]);
    expect(isSigned(MESSAGE, anything, identity)).toBe(false);
  });
});

describe("a signature file", () => {
  test("holds for the part and the bytes it was made of, and for no others", () => {
    expect(holds(signatureFile())).toBe(true);
    expect(holds(signatureFile(), "archives")).toBe(false);
    expect(holds(signatureFile("archives"), "archives")).toBe(true);
    expect(holds(signatureFile(), "list", Uint8Array.from([...file, 10]))).toBe(false);
  });

  test("has one spelling", () => {
    const good = signatureFile();
    for (const bad of [
      "",
      good.trimEnd(),
      `${good}\n`,
      good.replace("\n", "\r\n"),
      good.replace("key ", "key  "),
      good.replace(/.\n$/, "=\n"),
      // Bits that mean nothing, set.
      good.replace(/(?<=signature .{85})./, "_"),
      good.split("\n").reverse().join("\n"),
    ])
      expect(holds(bad), bad).toBe(false);
  });
});
