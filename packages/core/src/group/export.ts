import type { Label } from "../labels.ts";
import type { Crypto } from "../primitives/crypto.ts";
import { EMPTY } from "../primitives/kdf.ts";
import { mlsSuite } from "../primitives/mls-suite.ts";
import { exported, type GroupState } from "./state.ts";

/** 32 bytes that all members of this epoch derive alike and nobody else: for what goes beside the room, a call or a file. */
export async function exportKey(
  c: Crypto,
  { mls }: GroupState,
  label: Label,
  context: Uint8Array = EMPTY,
): Promise<Uint8Array> {
  return exported(mlsSuite(c), mls, label, context);
}

/** 64 bytes that are equal at two members when they are in the same epoch of the same history (RFC 9420 8.7). */
export function authenticatorOf({ mls }: GroupState): Uint8Array {
  return mls.keySchedule.epochAuthenticator.slice();
}
