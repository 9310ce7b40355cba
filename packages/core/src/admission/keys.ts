import { ROOM_ID_BYTES } from "../invite/invitation.ts";
import type { Label } from "../labels.ts";
import { requireLength } from "../errors.ts";
import { ascii, concat, u8 } from "../notation/bytes.ts";
import { append, type Transcript } from "../pair/transcript.ts";
import { hash, hmac } from "../primitives/hash.ts";
import { EMPTY, expand, hkdf, info } from "../primitives/kdf.ts";
import { wipe } from "../primitives/wipe.ts";
import { ADMISSION_LABELS } from "./labels.ts";

/** Where an attempt belongs, all in the open. */
export interface Place {
  /** 16 bytes. */
  readonly roomId: Uint8Array;
  /** 16 bytes, of the ask. */
  readonly attempt: Uint8Array;
  readonly by: "link" | "return";
}

export type Side = "joiner" | "admitter";

const VERSION = 1;

/** `by` as the byte that is sealed and hashed. */
export const byByte = (by: Place["by"]): Uint8Array => u8(by === "link" ? 0 : 1);

/** What stands in the place of the invite key where somebody comes back with an old key: no secret (spec/admission.md 6). */
export function returnKey(roomId: Uint8Array): Uint8Array {
  requireLength(roomId, ROOM_ID_BYTES);
  return hkdf(EMPTY, roomId, info(ADMISSION_LABELS.returnKey, EMPTY), 32);
}

/** Up to and including the public key (spec/admission.md 2). */
export function beginTranscript({ roomId, attempt, by }: Place, publicKey: Uint8Array): Transcript {
  const roles = [ascii("admitter"), ascii("joiner")];
  return append(EMPTY, roomId, attempt, byByte(by), ...roles, u8(VERSION), publicKey);
}

/** The version, and the version alone, is in front of m1's public key. */
export const encodeM1 = (publicKey: Uint8Array): Uint8Array => concat(u8(VERSION), publicKey);

export const isVersion = (byte: number): boolean => byte === VERSION;

export function transcriptHash(transcript: Transcript): Uint8Array {
  return hash(info(ADMISSION_LABELS.admissionTranscript, transcript));
}

/** K. @param transcript up to the ciphertext */
export function hybridKey(inviteKey: Uint8Array, shared: Uint8Array, transcript: Transcript): Uint8Array {
  return hkdf(inviteKey, shared, info(ADMISSION_LABELS.admissionHybrid, transcriptHash(transcript)), 32);
}

/** A side's confirmation. @param transcript up to the field before it */
export function confirm(hybrid: Uint8Array, side: Side, transcript: Transcript): Uint8Array {
  const label =
    side === "joiner" ? ADMISSION_LABELS.admissionConfirmJoiner : ADMISSION_LABELS.admissionConfirmAdmitter;
  return keyedHash(hybrid, label, transcriptHash(transcript));
}

/** HMAC under a key of its own from `secret`. */
export function keyedHash(secret: Uint8Array, label: Label, value: Uint8Array): Uint8Array {
  const key = expand(secret, info(label, EMPTY), 32);
  const result = hmac(key, value);
  wipe(key);
  return result;
}

/** The first key of each side's chain, and the channel's th. @param transcript up to confirm_a, its last field */
export function chainsOf(
  hybrid: Uint8Array,
  transcript: Transcript,
): { readonly th: Uint8Array; readonly joiner: Uint8Array; readonly admitter: Uint8Array } {
  const th = transcriptHash(transcript);
  const of = (label: Label): Uint8Array => expand(hybrid, info(label, th), 32);
  return {
    th,
    joiner: of(ADMISSION_LABELS.admissionFramesJoiner),
    admitter: of(ADMISSION_LABELS.admissionFramesAdmitter),
  };
}
