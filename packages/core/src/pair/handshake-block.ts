import { type Label, LABELS } from "../labels.ts";
import { CoreError } from "../errors.ts";
import { concat, isZero, padded, u8 } from "../notation/bytes.ts";
import { open, seal, TAG_BYTES } from "../primitives/aead.ts";
import { EMPTY, hkdf, info } from "../primitives/kdf.ts";
import type { Random } from "../primitives/random.ts";
import { wipe } from "../primitives/wipe.ts";
import { BLOCK, blockBytes } from "./block.ts";
import { type Role, roleByte } from "./role.ts";

/** Which of the three messages: its label, its sender and the class of its frame (spec/pair.md 2). */
interface Message {
  readonly label: Label;
  readonly sender: Role;
  readonly classBytes: number;
}

export const M1: Message = { label: LABELS.m1, sender: "initiator", classBytes: 4096 };
export const M2: Message = { label: LABELS.m2, sender: "responder", classBytes: 4096 };
export const M3: Message = { label: LABELS.m3, sender: "initiator", classBytes: 256 };

/** The invitation's part in a handshake. */
export interface Secrets {
  readonly roomId: Uint8Array;
  readonly inviteKey: Uint8Array;
}

const SALT_BYTES = 32;
const OVERHEAD_BYTES = 1 + SALT_BYTES + TAG_BYTES;

/**
 * The block of a handshake message: 1, a fresh salt, and the fields with their padding sealed under a key from the invite key,
 * the salt, the room, the sender and the message it answers (spec/README.md 1, "more than once"; spec/pair.md 2).
 *
 * @param answered H of the block that is answered; empty for m1
 * @throws CoreError("state") when the invite key has been wiped
 */
export async function sealMessage(
  random: Random,
  secrets: Secrets,
  message: Message,
  answered: Uint8Array,
  fields: Uint8Array,
): Promise<Uint8Array> {
  const salt = random.bytes(SALT_BYTES);
  const plaintext = padded(fields, blockBytes(message.classBytes) - OVERHEAD_BYTES);
  const key = messageKey(secrets, message, answered, salt);
  const sealed = await seal(key, EMPTY, plaintext);
  wipe(key, plaintext);
  return concat(u8(BLOCK.handshake), salt, sealed);
}

/** The padded fields, or null when the block is not this message of somebody who holds the invitation. */
export async function openMessage(
  secrets: Secrets,
  message: Message,
  answered: Uint8Array,
  block: Uint8Array,
): Promise<Uint8Array | null> {
  if (block.length !== blockBytes(message.classBytes) || block[0] !== BLOCK.handshake) return null;
  const key = messageKey(secrets, message, answered, block.slice(1, 1 + SALT_BYTES));
  const plaintext = await open(key, EMPTY, block.subarray(1 + SALT_BYTES));
  wipe(key);
  return plaintext;
}

function messageKey(secrets: Secrets, message: Message, answered: Uint8Array, salt: Uint8Array): Uint8Array {
  if (isZero(secrets.inviteKey)) throw new CoreError("state");
  const context = concat(secrets.roomId, u8(roleByte(message.sender)), answered);
  return hkdf(salt, secrets.inviteKey, info(message.label, context), 32);
}
