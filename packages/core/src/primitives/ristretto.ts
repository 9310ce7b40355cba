import { ristretto255 } from "@noble/curves/ed25519.js";
import { CoreError, requireLength } from "../errors.ts";
import { isZero } from "../notation/bytes.ts";
import { derivePoint } from "./ristretto-map.ts";
import { plain } from "./web-crypto.ts";

/*
 * The group of spec/phrase.md 3: Ristretto255 (RFC 9496) by noble's curves, since WebCrypto has no such group. Its arithmetic is on big
 * integers, so neither constant in time nor erasable; scalars live in it for one multiplication.
 */

/** A point's encoding, and a scalar as it is drawn. */
export const RISTRETTO = { pointBytes: 32, scalarBytes: 64 } as const;

/** SHA-512 by WebCrypto: 64 bytes. CPace's hash; nothing else of ours uses it. */
export async function hash512(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-512", plain(bytes)));
}

/**
 * The element derivation of RFC 9496 (4.3.4): the encoding of a point that nobody knows a logarithm of.
 * @param uniform 64 bytes
 */
export function pointFrom(uniform: Uint8Array): Uint8Array {
  requireLength(uniform, 64);
  return derivePoint(uniform).toBytes();
}

/**
 * scalar * point.
 * @param scalar 64 bytes, little-endian, taken modulo the group's order: as good as uniform when they are random
 * @param point an encoding, from anywhere
 * @returns the product's encoding; null when the point is no canonical encoding, or the product is the identity
 * @throws CoreError("state") for a scalar that was wiped
 */
export function multiply(scalar: Uint8Array, point: Uint8Array): Uint8Array | null {
  requireLength(scalar, RISTRETTO.scalarBytes);
  if (isZero(scalar)) throw new CoreError("state");
  const decoded = decode(point);
  const factor = reduce(scalar);
  if (decoded === null || decoded.is0() || factor === 0n) return null;
  return decoded.multiply(factor).toBytes();
}

function decode(point: Uint8Array): InstanceType<typeof ristretto255.Point> | null {
  try {
    return ristretto255.Point.fromBytes(point);
  } catch {
    return null;
  }
}

function reduce(scalar: Uint8Array): bigint {
  const whole = scalar.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return ristretto255.Point.Fn.create(whole);
}
