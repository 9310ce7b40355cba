/**
 * X-Wing, the one KEM of this version (spec/README.md 1): ML-KEM-768 with X25519. A secret is the 32-byte seed. A
 * malformed key or ciphertext rejects with CoreError("encoding").
 */
export interface Kem {
  readonly kind: "native" | "composed" | "mixed" | "noble";
  generate(): Promise<{ readonly publicKey: Uint8Array; readonly secret: Uint8Array }>;
  encapsulate(
    publicKey: Uint8Array,
  ): Promise<{ readonly ciphertext: Uint8Array; readonly shared: Uint8Array }>;
  decapsulate(secret: Uint8Array, ciphertext: Uint8Array): Promise<Uint8Array>;
  /** The public key of a secret, where this KEM has a way of its own (x-wing-derive.ts). */
  readonly publicKey?: (secret: Uint8Array) => Promise<Uint8Array>;
}

/** Sizes of X-Wing and of its two halves (draft-connolly-cfrg-xwing-kem). ML-KEM-768's part comes first everywhere. */
export const X_WING = {
  publicKeyBytes: 1216,
  secretBytes: 32,
  ciphertextBytes: 1120,
  sharedBytes: 32,
  mlkemPublicKeyBytes: 1184,
  mlkemCiphertextBytes: 1088,
  mlkemSeedBytes: 64,
  x25519KeyBytes: 32,
} as const;
