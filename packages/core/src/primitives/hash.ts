import { hmac as nobleHmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";

/** `H`, SHA-256: 32 bytes. */
export function hash(bytes: Uint8Array): Uint8Array {
  return sha256(bytes);
}

/** HMAC-SHA-256: 32 bytes (RFC 2104). */
export function hmac(key: Uint8Array, data: Uint8Array): Uint8Array {
  return nobleHmac(sha256, key, data);
}
