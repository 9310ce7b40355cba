import { ristretto255_hasher } from "@noble/curves/ed25519.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { multiply, pointFrom } from "../src/primitives/ristretto.ts";
import { hex } from "./bytes.ts";

const uniform = fc.uint8Array({ minLength: 64, maxLength: 64 });

test("the element derivation is noble's, which is RFC 9496's", () => {
  const ends = [
    new Uint8Array(64),
    new Uint8Array(64).fill(255),
    new Uint8Array(64).with(0, 1).with(63, 128),
  ];
  fc.assert(
    fc.property(uniform, (bytes) => {
      expect(hex(pointFrom(bytes))).toBe(hex(ristretto255_hasher.deriveToCurve?.(bytes).toBytes() ?? bytes));
    }),
    { numRuns: 200, examples: ends.map((bytes) => [bytes]) },
  );
});

test("products do not depend on who multiplies first, and what is no point is refused", () => {
  fc.assert(
    fc.property(uniform, uniform, uniform, (seed, a, b) => {
      fc.pre([a, b].every((scalar) => scalar.some((byte) => byte !== 0)));
      const point = pointFrom(seed);
      const [first, second] = [multiply(a, point), multiply(b, point)];
      if (first === null || second === null) throw new Error("a product of a point is one");
      expect(multiply(b, first)).toEqual(multiply(a, second));
      expect(multiply(a, point.with(0, (point[0] ?? 0) | 1))).toBeNull();
      expect(multiply(a, point.subarray(1))).toBeNull();
    }),
    { numRuns: 20 },
  );
});
