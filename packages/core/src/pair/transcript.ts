import { LABELS } from "../labels.ts";
import { ascii, concat, lp, u8 } from "../notation/bytes.ts";
import { hash } from "../primitives/hash.ts";
import { info } from "../primitives/kdf.ts";
import { encodePath, encodePolicy, type PairPolicy, type PathPolicy } from "./policy.ts";
import { PAIR_VERSION } from "./m1.ts";

/**
 * The fields of a handshake so far, each length-prefixed, in the order of spec/pair.md 3. A value that only grows: every
 * hash, key and confirmation is over some beginning of it.
 */
export type Transcript = Uint8Array;

/** Up to and including the public key. */
export function beginTranscript(roomId: Uint8Array, policy: PairPolicy, publicKey: Uint8Array): Transcript {
  const roles = [ascii("initiator"), ascii("responder")];
  return append(new Uint8Array(0), roomId, ...roles, u8(PAIR_VERSION), encodePolicy(policy), publicKey);
}

export function append(transcript: Transcript, ...fields: readonly Uint8Array[]): Transcript {
  return concat(transcript, ...fields.map(lp));
}

export function appendChoice(transcript: Transcript, choice: PathPolicy): Transcript {
  return append(transcript, u8(encodePath(choice)));
}

/** `th(f)`, where f is the field appended last. */
export function transcriptHash(transcript: Transcript): Uint8Array {
  return hash(info(LABELS.transcript, transcript));
}
