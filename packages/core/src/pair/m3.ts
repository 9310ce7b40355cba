import { concat, FieldReader } from "../notation/bytes.ts";

/** The fields of m3, I to R (spec/pair.md 2): n_i (32), confirm_i (32). */
export interface M3Fields {
  readonly nonce: Uint8Array;
  readonly confirmation: Uint8Array;
}

export function encodeM3(fields: M3Fields): Uint8Array {
  return concat(fields.nonce, fields.confirmation);
}

/** Null for padding that is not zero. */
export function decodeM3(plaintext: Uint8Array): M3Fields | null {
  const reader = new FieldReader(plaintext);
  const nonce = reader.bytes(32);
  const confirmation = reader.bytes(32);
  return reader.restIsZero() ? { nonce, confirmation } : null;
}
