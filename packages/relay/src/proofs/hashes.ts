import { createHmac, hash, randomBytes, timingSafeEqual } from "node:crypto";

/** SHA-256 of any bytes, 32 bytes. Copied, as random bytes are: an array so short needs no buffer outside the heap. */
export function sha256(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from(hash("sha256", bytes, "buffer"));
}

/** The name under which a browser and `/version.json` know a file: `sha256-` and base64. */
export function integrityOf(bytes: Uint8Array): string {
  return `sha256-${hash("sha256", bytes, "base64")}`;
}

/** HMAC-SHA-256 of `info(label, context)` (spec/README.md 1), so that one key can serve one use without confusion. */
export function labelledMac(key: Uint8Array, label: string, context: Uint8Array): Uint8Array {
  return createHmac("sha256", key).update(label).update(ZERO).update(context).digest();
}

/** Lower case, two characters a byte. From a copy: to ask a short array for its buffer would give it one outside the heap. */
export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

/** Compares in time that depends on the lengths alone; the lengths are no secret. */
export function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Bytes from the system's source. */
export function systemRandom(length: number): Uint8Array {
  return Uint8Array.from(randomBytes(length));
}

const ZERO = new Uint8Array(1);
