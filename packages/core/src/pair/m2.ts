import { concat, FieldReader, u8 } from "../notation/bytes.ts";
import { X_WING } from "../primitives/x-wing.ts";
import { decodePath, encodePath, type PathPolicy } from "./policy.ts";

/** The fields of m2, R to I (spec/pair.md 2): ciphertext (1,120), n_r (32), path choice u8, confirm_r (32). */
export interface M2Fields {
  readonly ciphertext: Uint8Array;
  readonly nonce: Uint8Array;
  readonly choice: PathPolicy;
  readonly confirmation: Uint8Array;
}

export function encodeM2(fields: M2Fields): Uint8Array {
  return concat(fields.ciphertext, fields.nonce, u8(encodePath(fields.choice)), fields.confirmation);
}

/** Null for an unknown path choice, or padding that is not zero. */
export function decodeM2(plaintext: Uint8Array): M2Fields | null {
  const reader = new FieldReader(plaintext);
  const ciphertext = reader.bytes(X_WING.ciphertextBytes);
  const nonce = reader.bytes(32);
  const choice = decodePath(reader.u8());
  const confirmation = reader.bytes(32);
  if (choice === null || !reader.restIsZero()) return null;
  return { ciphertext, nonce, choice, confirmation };
}
