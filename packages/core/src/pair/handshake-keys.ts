import { LABELS } from "../labels.ts";
import { concat } from "../notation/bytes.ts";
import { hash, hmac } from "../primitives/hash.ts";
import { EMPTY, expand, hkdf, info } from "../primitives/kdf.ts";
import { wipe } from "../primitives/wipe.ts";
import type { Role } from "./role.ts";
import { type Transcript, transcriptHash } from "./transcript.ts";

/** What both sides know once the handshake is done. */
export interface Outcome {
  /** The final transcript hash, no secret among the two. */
  readonly th: Uint8Array;
  readonly root: Uint8Array;
  /** 13 bytes for the safety check (spec/pair.md 5). */
  readonly safety: Uint8Array;
}

/** The initiator's commitment to its nonce. @param transcript up to the public key */
export function commit(transcript: Transcript, nonce: Uint8Array): Uint8Array {
  return hash(info(LABELS.commitment, concat(transcriptHash(transcript), nonce)));
}

/** K: needs the invite key and the KEM secret, over one transcript. @param transcript up to n_r */
export function hybridKey(inviteKey: Uint8Array, shared: Uint8Array, transcript: Transcript): Uint8Array {
  return hkdf(inviteKey, shared, info(LABELS.hybrid, transcriptHash(transcript)), 32);
}

/** confirm_r or confirm_i. @param transcript up to the path choice, or up to n_i */
export function confirm(hybrid: Uint8Array, role: Role, transcript: Transcript): Uint8Array {
  const label = role === "initiator" ? LABELS.confirmInitiator : LABELS.confirmResponder;
  const key = expand(hybrid, info(label, EMPTY), 32);
  const confirmation = hmac(key, transcriptHash(transcript));
  wipe(key);
  return confirmation;
}

/** @param transcript up to confirm_i, its last field */
export function conclude(hybrid: Uint8Array, transcript: Transcript): Outcome {
  const th = transcriptHash(transcript);
  return {
    th,
    root: expand(hybrid, info(LABELS.root, th), 32),
    safety: expand(hybrid, info(LABELS.safety, th), 13),
  };
}
