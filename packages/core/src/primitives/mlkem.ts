/** ML-KEM-768 (FIPS 203), the lattice half of X-Wing. A secret is the seed of 64 bytes. What is malformed rejects. */
export interface Mlkem {
  readonly publicKey: (seed: Uint8Array) => Promise<Uint8Array>;
  readonly encapsulate: (
    publicKey: Uint8Array,
  ) => Promise<{ readonly ciphertext: Uint8Array; readonly shared: Uint8Array }>;
  readonly decapsulate: (seed: Uint8Array, ciphertext: Uint8Array) => Promise<Uint8Array>;
}
