import type { Label } from "../labels.ts";
import { CoreError } from "../errors.ts";
import { concat, isZero, padded } from "../notation/bytes.ts";
import { open, seal, TAG_BYTES } from "../primitives/aead.ts";
import { EMPTY, hkdf, info } from "../primitives/kdf.ts";
import type { Random } from "../primitives/random.ts";
import { wipe } from "../primitives/wipe.ts";
import { encodeHeader, restOf } from "./header.ts";
import { byByte, type Place } from "./keys.ts";
import { ADMISSION_LABELS } from "./labels.ts";

/** Which of the three messages: its label and the length of its block (spec/admission.md 2). */
interface Message {
  readonly label: Label;
  readonly blockBytes: number;
}

export const M1: Message = { label: ADMISSION_LABELS.admissionM1, blockBytes: 4094 };
export const M2: Message = { label: ADMISSION_LABELS.admissionM2, blockBytes: 4094 };
export const M3: Message = { label: ADMISSION_LABELS.admissionM3, blockBytes: 1022 };

/** An attempt with what both sides have before it: the invite key, or what stands in its place. */
export interface Secrets extends Place {
  /** 32 bytes. */
  readonly inviteKey: Uint8Array;
}

const SALT_BYTES = 32;

/** @param answered H of the block that is answered; empty for m1. Wipes the fields. */
export async function sealMessage(
  random: Random,
  secrets: Secrets,
  message: Message,
  answered: Uint8Array,
  fields: Uint8Array,
): Promise<Uint8Array> {
  const header = encodeHeader("handshake", secrets.attempt);
  const salt = random.bytes(SALT_BYTES);
  const plaintext = padded(fields, message.blockBytes - header.length - SALT_BYTES - TAG_BYTES);
  const key = messageKey(secrets, message, answered, salt);
  const sealed = await seal(key, EMPTY, plaintext);
  wipe(key, plaintext, fields);
  return concat(header, salt, sealed);
}

/** The padded fields, or null when the block is not this message of somebody who has the secret. */
export async function openMessage(
  secrets: Secrets,
  message: Message,
  answered: Uint8Array,
  block: Uint8Array,
): Promise<Uint8Array | null> {
  const rest = restOf("handshake", secrets.attempt, block);
  if (rest === null || block.length !== message.blockBytes) return null;
  const key = messageKey(secrets, message, answered, rest.slice(0, SALT_BYTES));
  const plaintext = await open(key, EMPTY, rest.subarray(SALT_BYTES));
  wipe(key);
  return plaintext;
}

function messageKey(
  { roomId, attempt, by, inviteKey }: Secrets,
  { label }: Message,
  answered: Uint8Array,
  salt: Uint8Array,
): Uint8Array {
  if (isZero(inviteKey)) throw new CoreError("state");
  return hkdf(salt, inviteKey, info(label, concat(roomId, attempt, byByte(by), answered)), 32);
}
