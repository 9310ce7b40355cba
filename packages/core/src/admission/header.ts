import { requireLength } from "../errors.ts";
import { concat, u8 } from "../notation/bytes.ts";
import { equal } from "../primitives/equal.ts";

/*
 * What every block of an admission begins with (spec/admission.md 1): a kind and the attempt, in the open, so that whoever takes part in
 * several knows where it belongs. Neither is believed: both are in what is sealed after them.
 */
export type BlockKind = "ask" | "handshake" | "frame";

const ATTEMPT_BYTES = 16;
export const HEADER_BYTES = 17;

const KINDS: readonly BlockKind[] = ["ask", "handshake", "frame"];

/** The lengths of a whisper's block: a class without the relay frame's own two bytes. */
export const BLOCK_BYTES: readonly number[] = [1022, 4094, 16_382, 65_534];

/** What stands behind the header of this attempt's block of this kind, else null. */
export function restOf(kind: BlockKind, attempt: Uint8Array, block: Uint8Array): Uint8Array | null {
  const header = decodeHeader(block);
  return header?.kind === kind && equal(header.attempt, attempt) ? header.rest : null;
}

/** @param attempt 16 bytes */
export function encodeHeader(kind: BlockKind, attempt: Uint8Array): Uint8Array {
  requireLength(attempt, ATTEMPT_BYTES);
  return concat(u8(KINDS.indexOf(kind) + 1), attempt);
}

/** Null for what is no block of an admission. */
export function decodeHeader(block: Uint8Array): {
  readonly kind: BlockKind;
  readonly attempt: Uint8Array;
  readonly rest: Uint8Array;
} | null {
  if (!BLOCK_BYTES.includes(block.length)) return null;
  const kind = KINDS[(block[0] ?? 0) - 1];
  if (kind === undefined) return null;
  return { kind, attempt: block.slice(1, HEADER_BYTES), rest: block.subarray(HEADER_BYTES) };
}
