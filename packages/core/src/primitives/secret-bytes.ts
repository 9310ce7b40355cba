/**
 * Zero bytes that a secret may be put into. An array of at most 64 bytes lies within the heap of V8 unless it is given a buffer
 * of its own, and the collector moves what lies there and leaves copies that no `wipe` reaches. A buffer is not moved.
 * @param length in bytes
 */
export function secretBytes(length: number): Uint8Array {
  return new Uint8Array(new ArrayBuffer(length));
}

/** The same bytes once more, where `wipe` can erase them. The given ones stay the caller's. */
export function copySecret(bytes: Uint8Array): Uint8Array {
  const copy = secretBytes(bytes.length);
  copy.set(bytes);
  return copy;
}
