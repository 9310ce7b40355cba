import { ed25519 } from "@noble/curves/ed25519.js";

/** Bytes of a public key and of a signature. */
const ED25519 = { keyBytes: 32, signatureBytes: 64 } as const;

/**
 * Whether a signature is the key's (RFC 8032, 5.1.7), in the strict reading: every encoding canonical, no key of low order. By noble, since
 * engines disagree on what they take at the edges. What is no key, or no signature, is a no. Nothing in it is secret.
 */
export function isSigned(message: Uint8Array, signature: Uint8Array, key: Uint8Array): boolean {
  if (signature.length !== ED25519.signatureBytes || key.length !== ED25519.keyBytes) return false;
  try {
    return ed25519.verify(signature, message, key, { zip215: false });
  } catch {
    return false;
  }
}
