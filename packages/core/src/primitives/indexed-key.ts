/**
 * The one key that seals more than one plaintext (spec/files.md 4): AES-256-GCM, nonce `0^8 || index u32`, the header as AAD and before the
 * ciphertext, the tag at the end. Whoever seals must take each index once.
 */
export interface IndexedKey {
  /** `header || sealed`. Its copy of the plaintext is taken when it answers with a promise. */
  seal(index: number, header: Uint8Array, plaintext: Uint8Array): Promise<Uint8Array>;
  /** The plaintext, or null when it does not open, for whatever reason. @param block `header || sealed`, with a header of so many bytes */
  open(index: number, block: Uint8Array, headerBytes: number): Promise<Uint8Array | null>;
}
