import { ed25519 } from "@noble/curves/ed25519.js";
import { requireLength } from "../errors.ts";
import type { Random } from "./random.ts";
import { copySecret } from "./secret-bytes.ts";

/** Bytes of a public key, of a secret and of a signature. */
export const ED25519 = { keyBytes: 32, secretBytes: 32, signatureBytes: 64 } as const;

/** A key pair for one room (spec/group.md 3). The secret is the caller's to wipe. */
export function signingKey(random: Random): {
  readonly publicKey: Uint8Array;
  readonly secret: Uint8Array;
} {
  const secret = random.bytes(ED25519.secretBytes);
  return { publicKey: ed25519.getPublicKey(secret), secret };
}

/** The pair of a secret that one has, with a copy of it. */
export function signingKeyOf(secret: Uint8Array): ReturnType<typeof signingKey> {
  requireLength(secret, ED25519.secretBytes);
  return { publicKey: ed25519.getPublicKey(secret), secret: copySecret(secret) };
}

export function sign(secret: Uint8Array, message: Uint8Array): Uint8Array {
  requireLength(secret, ED25519.secretBytes);
  return ed25519.sign(message, secret);
}

/**
 * Whether a signature is the key's (RFC 8032, 5.1.7), in the strict reading: every encoding canonical, no key of low order. By noble, since
 * engines disagree on what they take at the edges, and a commit that half of a room takes would split it (spec/group.md 4). What is no key, or
 * no signature, is a no. Nothing in it is secret.
 */
export function isSigned(message: Uint8Array, signature: Uint8Array, key: Uint8Array): boolean {
  if (signature.length !== ED25519.signatureBytes || key.length !== ED25519.keyBytes) return false;
  try {
    return ed25519.verify(signature, message, key, { zip215: false });
  } catch {
    return false;
  }
}
