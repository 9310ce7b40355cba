import { sha3_256, shake256 } from "@noble/hashes/sha3.js";
import { ascii, concat } from "../notation/bytes.ts";
import { wipe } from "./wipe.ts";
import { X_WING } from "./x-wing.ts";

const LABEL = ascii("\\.//^\\");

/** The two secret halves that a seed of 32 bytes stands for: SHAKE256(seed, 96), split after 64. */
export function expandSeed(seed: Uint8Array): {
  readonly mlkemSeed: Uint8Array;
  readonly x25519Key: Uint8Array;
} {
  const expanded = shake256(seed, { dkLen: X_WING.mlkemSeedBytes + X_WING.x25519KeyBytes });
  const mlkemSeed = expanded.slice(0, X_WING.mlkemSeedBytes);
  const x25519Key = expanded.slice(X_WING.mlkemSeedBytes);
  wipe(expanded);
  return { mlkemSeed, x25519Key };
}

/** SHA3-256(ML-KEM secret || X25519 secret || X25519 ciphertext || X25519 public key || label). */
export function combine(
  mlkemShared: Uint8Array,
  x25519Shared: Uint8Array,
  x25519Ciphertext: Uint8Array,
  x25519PublicKey: Uint8Array,
): Uint8Array {
  const preimage = concat(mlkemShared, x25519Shared, x25519Ciphertext, x25519PublicKey, LABEL);
  const shared = sha3_256(preimage);
  wipe(preimage);
  return shared;
}
