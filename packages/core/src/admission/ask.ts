import { CoreError } from "../errors.ts";
import { concat, FieldReader, padded, u8 } from "../notation/bytes.ts";
import { type BlockKind, decodeHeader, encodeHeader } from "./header.ts";

/** What somebody who wants in says to everybody present, in the open (spec/admission.md 1). */
export interface Ask {
  /** 16 random bytes that name the attempt: fresh in each ask. */
  readonly attempt: Uint8Array;
  /** By the link, or as a member that has lost the room (section 6). */
  readonly by: "link" | "return";
  /** Counts the asks of one wish from 0, so that each goes to another member: 0 to 255. */
  readonly turn: number;
}

const KIND: BlockKind = "ask";
const VERSION = 1;
const BY = ["link", "return"] as const;
const ASK_BYTES = 1022;

/** @returns 1,022 bytes, the block of a whisper to all. @throws CoreError("encoding") for other lengths and turns */
export function encodeAsk({ attempt, by, turn }: Ask): Uint8Array {
  return padded(concat(encodeHeader(KIND, attempt), u8(VERSION), u8(BY.indexOf(by)), u8(turn)), ASK_BYTES);
}

/** Null for what is no ask of this version. */
export function decodeAsk(block: Uint8Array): Ask | null {
  const header = decodeHeader(block);
  if (header?.kind !== KIND || block.length !== ASK_BYTES) return null;
  const reader = new FieldReader(header.rest);
  const version = reader.u8();
  const by = BY[reader.u8()];
  const turn = reader.u8();
  if (version !== VERSION || by === undefined || !reader.restIsZero()) return null;
  return { attempt: header.attempt, by, turn };
}

/**
 * Which of the members present answers an ask: each turn the next, so that one who is silent keeps nobody out (spec/admission.md 1).
 * @param present leaves of the members who can admit and are present, in rising order, at least one
 */
export function answererOf({ turn }: Pick<Ask, "turn">, present: readonly number[]): number {
  const leaf = present[turn % present.length];
  if (leaf === undefined) throw new CoreError("state");
  return leaf;
}
