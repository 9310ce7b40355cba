import { CoreError } from "../errors.ts";
import { concat, FieldReader, u8 } from "../notation/bytes.ts";
import { equal } from "../primitives/equal.ts";
import type { Random } from "../primitives/random.ts";
import { GROUP_LIMITS } from "./limits.ts";
import type { Packet } from "./outer.ts";

/*
 * Messages above 61,440 bytes travel in pieces (spec/group.md 4), in order; a message stands in the room's order where its last piece does.
 * What is kept is bounded by numbers that all members count alike, so that all of them drop the same.
 */
export interface Assembly {
  readonly id: Uint8Array;
  readonly count: number;
  readonly pieces: readonly Uint8Array[];
}

const ID_BYTES = 16;

/** The packets of a message: one, or up to nine pieces. @throws CoreError("limit") above 524,288 bytes */
export function cut(random: Random, message: Uint8Array): readonly Packet[] {
  const { pieceBytesMax, messageBytesMax } = GROUP_LIMITS;
  if (message.length > messageBytesMax) throw new CoreError("limit");
  if (message.length <= pieceBytesMax) return [{ kind: "whole", bytes: message }];
  const id = random.bytes(ID_BYTES);
  const count = Math.ceil(message.length / pieceBytesMax);
  return Array.from({ length: count }, (_, index) => ({
    kind: "piece" as const,
    bytes: concat(
      id,
      u8(index),
      u8(count),
      message.slice(index * pieceBytesMax, (index + 1) * pieceBytesMax),
    ),
  }));
}

/**
 * Takes a piece. What is not the next piece of its message is dropped with all of that message; a fifth message in pieces drops
 * the one that has waited longest for its next.
 * @returns the message when this was its last piece, else null
 */
export function assemble(
  kept: readonly Assembly[],
  piece: Uint8Array,
): { readonly kept: readonly Assembly[]; readonly message: Uint8Array | null } {
  const fields = decodePiece(piece);
  if (fields === null) return { kept, message: null };
  const { id, index, count, bytes } = fields;
  const known = kept.find((one) => equal(one.id, id));
  const others = kept.filter((one) => one !== known);
  const assembly = known ?? { id, count, pieces: [] };
  if (index !== assembly.pieces.length || count !== assembly.count) return { kept: others, message: null };
  const pieces = [...assembly.pieces, bytes];
  if (pieces.length === count) return { kept: others, message: concat(...pieces) };
  return { kept: [...others, { id, count, pieces }].slice(-GROUP_LIMITS.assembliesMax), message: null };
}

function decodePiece(piece: Uint8Array): {
  readonly id: Uint8Array;
  readonly index: number;
  readonly count: number;
  readonly bytes: Uint8Array;
} | null {
  if (piece.length <= ID_BYTES + 2) return null;
  const reader = new FieldReader(piece);
  const id = reader.bytes(ID_BYTES);
  const index = reader.u8();
  const count = reader.u8();
  const bytes = reader.bytes(reader.rest());
  const { pieceBytesMax, piecesMax, messageBytesMax } = GROUP_LIMITS;
  if (count < 2 || count > piecesMax || index >= count || bytes.length > pieceBytesMax) return null;
  const isLast = index === count - 1;
  const fits = isLast
    ? index * pieceBytesMax + bytes.length <= messageBytesMax
    : bytes.length === pieceBytesMax;
  return fits ? { id, index, count, bytes } : null;
}
