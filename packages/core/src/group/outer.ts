import { CoreError } from "../errors.ts";
import { concat, FieldReader, padded, u32, u8 } from "../notation/bytes.ts";
import { open, seal, TAG_BYTES } from "../primitives/aead.ts";
import { EMPTY, hkdf, info } from "../primitives/kdf.ts";
import type { Random } from "../primitives/random.ts";
import { wipe } from "../primitives/wipe.ts";
import { GROUP_LABELS } from "./labels.ts";

/*
 * The outer seal (spec/group.md 4): every frame alike, under a key that all members of an epoch export from it. The relay sees neither the
 * epoch nor whether it is a commit. Many frames under one key, so each has a salt of its own (spec/README.md 1).
 */

/** The classes of a group's frames; 6 bytes of each are the frame's own. */
const CLASSES = [1024, 4096, 16_384, 65_536] as const;
const FRAME_BYTES = 6;
const SALT_BYTES = 32;

/** What a block holds: a message in one, or a piece of a longer one. */
export interface Packet {
  readonly kind: "whole" | "piece";
  readonly bytes: Uint8Array;
}

const KINDS = ["whole", "piece"] as const;

/** @param key 32 bytes, of the epoch. @returns 1,018, 4,090, 16,378 or 65,530 bytes. @throws CoreError("limit") for more than these hold */
export async function sealOuter(random: Random, key: Uint8Array, packet: Packet): Promise<Uint8Array> {
  const fields = concat(u8(KINDS.indexOf(packet.kind) + 1), u32(packet.bytes.length), packet.bytes);
  const length = CLASSES.map((bytes) => bytes - FRAME_BYTES - SALT_BYTES - TAG_BYTES).find(
    (bytes) => bytes >= fields.length,
  );
  if (length === undefined) throw new CoreError("limit");
  const salt = random.bytes(SALT_BYTES);
  const once = keyOf(key, salt);
  const sealed = await seal(once, EMPTY, padded(fields, length)).finally(() => wipe(once));
  return concat(salt, sealed);
}

/** What a block holds, or null when it is none of this key's, for whatever reason. */
export async function openOuter(key: Uint8Array, block: Uint8Array): Promise<Packet | null> {
  if (!CLASSES.some((bytes) => bytes - FRAME_BYTES === block.length)) return null;
  const once = keyOf(key, block.slice(0, SALT_BYTES));
  const fields = await open(once, EMPTY, block.subarray(SALT_BYTES)).finally(() => wipe(once));
  return fields === null ? null : decode(fields);
}

function decode(fields: Uint8Array): Packet | null {
  const reader = new FieldReader(fields);
  const kind = KINDS[reader.u8() - 1];
  const length = reader.u32();
  if (kind === undefined || length > reader.rest()) return null;
  const bytes = reader.bytes(length);
  return reader.restIsZero() ? { kind, bytes } : null;
}

function keyOf(key: Uint8Array, salt: Uint8Array): Uint8Array {
  return hkdf(salt, key, info(GROUP_LABELS.groupFrame, EMPTY), 32);
}
