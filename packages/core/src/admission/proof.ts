import { concat, type FieldReader } from "../notation/bytes.ts";
import { append, type Transcript } from "../pair/transcript.ts";
import { ED25519, isSigned, sign } from "../primitives/ed25519.ts";
import { equal } from "../primitives/equal.ts";
import { EMPTY, info } from "../primitives/kdf.ts";
import { TAG_BYTES } from "../group/member.ts";
import { type Side, transcriptHash } from "./keys.ts";
import { ADMISSION_LABELS } from "./labels.ts";

/*
 * Who somebody is that comes back, and who lets it in (spec/admission.md 6): a signature by the leaf's key over all that was said before it, the
 * fresh KEM key and ciphertext among that, so that neither an old one nor another's fits.
 */

/** Somebody whose signature key one knows. */
export interface Known {
  readonly tag: Uint8Array;
  readonly signatureKey: Uint8Array;
}

/** Who one is to the other side, and whom one takes there. */
export interface Identity {
  readonly tag: Uint8Array;
  /** 32 bytes. */
  readonly signatureSecret: Uint8Array;
  readonly known: readonly Known[];
}

/** The fields that prove it, and the transcript after them: none where somebody comes by the link. */
export interface Proof {
  readonly fields: Uint8Array;
  readonly transcript: Transcript;
}

export function prove(identity: Identity | null, side: Side, before: Transcript): Proof {
  if (identity === null) return { fields: EMPTY, transcript: before };
  const named = append(before, identity.tag);
  const signature = sign(identity.signatureSecret, signedBy(side, named));
  return { fields: concat(identity.tag, signature), transcript: append(named, signature) };
}

/** Who proved it (null by the link) and the transcript after it; null for somebody unknown, or another's signature. */
export function checkProof(
  identity: Identity | null,
  side: Side,
  before: Transcript,
  reader: FieldReader,
): { readonly who: Known | null; readonly transcript: Transcript } | null {
  if (identity === null) return { who: null, transcript: before };
  const tag = reader.bytes(TAG_BYTES);
  const signature = reader.bytes(ED25519.signatureBytes);
  const named = append(before, tag);
  const who = identity.known.find((one) => equal(one.tag, tag));
  if (who === undefined || equal(tag, identity.tag)) return null;
  const holds = isSigned(signedBy(side, named), signature, who.signatureKey);
  return holds ? { who, transcript: append(named, signature) } : null;
}

function signedBy(side: Side, transcript: Transcript): Uint8Array {
  const label = side === "joiner" ? ADMISSION_LABELS.returnJoiner : ADMISSION_LABELS.returnAdmitter;
  return info(label, transcriptHash(transcript));
}
