import { X_WING } from "./x-wing.ts";

/*
 * Which 1,216 bytes are a public key of X-Wing (spec/group.md 4). Engines refuse some that are none, each in its own way and only when somebody
 * encapsulates to them; in a group that would stop whoever must renew its keys. So this asks beforehand, alike everywhere. Public bytes.
 */

/** FIPS 203: every coefficient of the lattice half is below this. */
const MODULUS = 3329;
const SEED_BYTES = 32;
const PRIME = 2n ** 255n - 19n;
/** Points of order 1 to 8 on the curve and its twist, by u: with these every secret comes to the same. */
const LOW_ORDER: ReadonlySet<bigint> = new Set([
  0n,
  1n,
  325606250916557431795983626356110631294008115727848805560023387167927233504n,
  39382357235489614581723060781553021112529911719440698176882885853963445705823n,
  PRIME - 1n,
]);

/** Whether these bytes are a public key in its one spelling, to which every engine can encapsulate. */
export function isPublicKey(key: Uint8Array): boolean {
  if (key.length !== X_WING.publicKeyBytes) return false;
  return areCoefficients(key.subarray(0, X_WING.mlkemPublicKeyBytes - SEED_BYTES)) && isPoint(key);
}

/** Two of 12 bits in three bytes. */
function areCoefficients(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at += 3) {
    const [low = 0, middle = 0, high = 0] = bytes.subarray(at, at + 3);
    if (low + ((middle & 15) << 8) >= MODULUS || (middle >> 4) + (high << 4) >= MODULUS) return false;
  }
  return true;
}

function isPoint(key: Uint8Array): boolean {
  const u = key
    .subarray(X_WING.mlkemPublicKeyBytes)
    .reduceRight((sum, byte) => (sum << 8n) + BigInt(byte), 0n);
  return u < PRIME && !LOW_ORDER.has(u);
}
