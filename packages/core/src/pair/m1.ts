import { concat, FieldReader, u8 } from "../notation/bytes.ts";
import { X_WING } from "../primitives/x-wing.ts";
import { decodePolicy, encodePolicy, type PairPolicy } from "./policy.ts";

/** The version of the pair chapter (spec/README.md 2). */
export const PAIR_VERSION = 1;

/** The fields of m1, I to R (spec/pair.md 2): version u8, policy (2), public key (1,216), commitment (32). */
export interface M1Fields {
  readonly policy: PairPolicy;
  readonly publicKey: Uint8Array;
  readonly commitment: Uint8Array;
}

export function encodeM1(fields: M1Fields): Uint8Array {
  return concat(u8(PAIR_VERSION), encodePolicy(fields.policy), fields.publicKey, fields.commitment);
}

/** Null for another version, an unknown policy, or padding that is not zero. */
export function decodeM1(plaintext: Uint8Array): M1Fields | null {
  const reader = new FieldReader(plaintext);
  const version = reader.u8();
  const policy = decodePolicy(reader.bytes(2));
  const publicKey = reader.bytes(X_WING.publicKeyBytes);
  const commitment = reader.bytes(32);
  if (version !== PAIR_VERSION || policy === null || !reader.restIsZero()) return null;
  return { policy, publicKey, commitment };
}
