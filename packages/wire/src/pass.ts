import { WireError } from "./error.ts";
import { isFrameClass } from "./limits.ts";

/** The kind of the one frame whose body is opaque; it has the same number in both directions and on the direct path. */
export const PASS_KIND = 16;

/** A sealed block for the other side, forwarded unchanged. `block` is a frame class less one byte long. */
export interface Pass {
  readonly kind: "pass";
  readonly block: Uint8Array;
}

/** The frame of a block. Throws WireError("class") unless the block fills a class exactly. */
export function encodePass(block: Uint8Array): Uint8Array {
  if (!isFrameClass(block.length + 1)) throw new WireError("class");
  const frame = new Uint8Array(block.length + 1);
  frame[0] = PASS_KIND;
  frame.set(block, 1);
  return frame;
}

/** A piece's block begins with this byte, then the file's id (16) and the piece's index (spec/files.md 4). */
const PIECE_BLOCK = 4;
const PIECE_CLASS = 65_536;
const INDEX_OFFSET = 18;

/**
 * Which piece of its file a `pass` frame says that it carries: a piece stands in the open (spec/files.md 5). Null for every other frame.
 * Nothing proves that it is one, or that another is not.
 */
export function pieceIndexOf(frame: Uint8Array): number | null {
  if (frame.length !== PIECE_CLASS || frame[0] !== PASS_KIND || frame[1] !== PIECE_BLOCK) return null;
  return new DataView(frame.buffer, frame.byteOffset, frame.byteLength).getUint32(INDEX_OFFSET);
}

/** The block of a `pass` frame, as a view; null for any other bytes. For the direct path, where nothing else is spoken. */
export function decodePass(frame: Uint8Array): Uint8Array | null {
  return frame[0] === PASS_KIND && isFrameClass(frame.length) ? frame.subarray(1) : null;
}
