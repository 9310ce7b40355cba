import { ID_BYTES } from "../content/id.ts";
import { concat, FieldReader, u16, u32, u64, u8 } from "../notation/bytes.ts";
import { BLOCK, blockBytes } from "../pair/block.ts";
import { TAG_BYTES } from "../primitives/aead.ts";
import { wipe } from "../primitives/wipe.ts";
import { FILE_LIMITS } from "./limits.ts";

/*
 * A piece's block (spec/files.md 4): `header || sealed`, always 65,535 bytes. The header is the AAD; `last` stands in it.
 */

/** What a piece's block says openly. Nothing of it is believed before the piece opens. */
export interface PieceHeader {
  readonly file: Uint8Array;
  readonly index: number;
  readonly last: boolean;
}

/** What the last piece says of the whole. */
export interface FileEnd {
  readonly total: number;
  /** 32 bytes: the chain over the pieces before this one (chain.ts). */
  readonly link: Uint8Array;
}

const PIECE_BLOCK_BYTES: number = blockBytes(65_536);
export const PIECE_HEADER_BYTES = 22;
const PLAINTEXT_BYTES = PIECE_BLOCK_BYTES - PIECE_HEADER_BYTES - TAG_BYTES;
const LINK_BYTES = 32;

export function encodeHeader({ file, index, last }: PieceHeader): Uint8Array {
  return concat(u8(BLOCK.piece), file, u32(index), u8(last ? 1 : 0));
}

/** Which piece a block says it is; null for a block of another kind or length, and for a mark of the last that is neither 0 nor 1. */
export function decodeHeader(block: Uint8Array): PieceHeader | null {
  if (block.length !== PIECE_BLOCK_BYTES || block[0] !== BLOCK.piece) return null;
  const reader = new FieldReader(block.subarray(1, PIECE_HEADER_BYTES));
  const [file, index, last] = [reader.bytes(ID_BYTES), reader.u32(), reader.u8()];
  return last > 1 ? null : { file, index, last: last === 1 };
}

/** A file has thousands of pieces, and new memory costs more than sealing: the plaintext is put together in one place for all, zeros between two uses. */
const plaintext = new Uint8Array(PLAINTEXT_BYTES);

/**
 * Lends the plaintext of a piece, and wipes it at once: whoever uses it takes a copy before it gives back.
 * @param end for the last piece, else null. The caller has checked the length
 */
export function withPlaintext<Answer>(
  bytes: Uint8Array,
  end: FileEnd | null,
  use: (plaintext: Uint8Array) => Answer,
): Answer {
  try {
    plaintext.set(u16(bytes.length));
    plaintext.set(bytes, 2);
    if (end !== null) plaintext.set(concat(u64(end.total), end.link), 2 + bytes.length);
    return use(plaintext);
  } finally {
    wipe(plaintext);
  }
}

/** Null for a length over 65,000 and for padding that is not zero. `bytes` lies within the plaintext, which has no other use. */
export function decodePlaintext(
  plaintext: Uint8Array,
  last: boolean,
): { readonly bytes: Uint8Array; readonly end: FileEnd | null } | null {
  const length = new FieldReader(plaintext).u16();
  if (length > FILE_LIMITS.pieceBytesMax) return null;
  const bytes = plaintext.subarray(2, 2 + length);
  const rest = new FieldReader(plaintext.subarray(2 + length));
  const end = last ? { total: rest.u64(), link: rest.bytes(LINK_BYTES) } : null;
  return rest.restIsZero() && Number.isSafeInteger(end?.total ?? 0) ? { bytes, end } : null;
}

/** How many pieces a file of so many bytes has: one at least. */
export function pieceCount(size: number): number {
  return Math.max(1, Math.ceil(size / FILE_LIMITS.pieceBytesMax));
}

/** Whether a piece of this index, length and mark belongs to a file of this size, or to a stream (null). */
export function fitsSize(size: number | null, index: number, length: number, last: boolean): boolean {
  if (length > FILE_LIMITS.pieceBytesMax) return false;
  if (size === null) return index < FILE_LIMITS.piecesMax && (last || length > 0);
  const lastIndex = pieceCount(size) - 1;
  if (index > lastIndex || last !== (index === lastIndex)) return false;
  return length === (last ? size - lastIndex * FILE_LIMITS.pieceBytesMax : FILE_LIMITS.pieceBytesMax);
}
