import { expand as nobleExpand, hkdf as nobleHkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import type { Label } from "../labels.ts";
import { ascii, concat, u8 } from "../notation/bytes.ts";

/** Of no bytes; used where a salt, a context or additional data is empty. */
export const EMPTY: Uint8Array = new Uint8Array(0);

/** `info(label, context)`: label, one zero byte, context. Two labels never give equal values (spec/README.md 1). */
export function info(label: Label, context: Uint8Array): Uint8Array {
  return concat(ascii(label), u8(0), context);
}

/** HKDF-SHA-256 (RFC 5869), both steps. */
export function hkdf(salt: Uint8Array, ikm: Uint8Array, informed: Uint8Array, length: number): Uint8Array {
  return nobleHkdf(sha256, ikm, salt, informed, length);
}

/** HKDF's second step alone, where `prk` is already a uniform key of 32 bytes. */
export function expand(prk: Uint8Array, informed: Uint8Array, length: number): Uint8Array {
  return nobleExpand(sha256, prk, informed, length);
}
