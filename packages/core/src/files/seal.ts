import { CoreError } from "../errors.ts";
import { FIRST_LINK, linkAfter, rootOf } from "./chain.ts";
import { FILE_LIMITS } from "./limits.ts";
import { encodeHeader, type FileEnd, fitsSize, type PieceHeader, withPlaintext } from "./piece.ts";
import { TAG_BYTES } from "../primitives/aead.ts";
import type { IndexedKey } from "../primitives/indexed-key.ts";

/** Seals the pieces of one file (spec/files.md 4). It alone counts the indexes, so that none is sealed twice. */
export interface PieceSealer {
  /**
   * Seals the next piece. Calls may overlap; they take their indexes in the order in which they are made. The block is to be kept
   * until it is acknowledged, and sent again as it is.
   * @param bytes at most 65,000, as the offer's size wants them; not to be changed before the answer
   * @throws CoreError("state") after the last piece; CoreError("encoding") for a length or an end that contradicts the offer;
   * CoreError("limit") over 2^40 bytes or 2^32 - 1 pieces. Nothing is sealed then.
   */
  seal(bytes: Uint8Array, last: boolean): Promise<SealedPiece>;
}

interface SealedPiece {
  readonly index: number;
  /** 65,535 bytes. */
  readonly block: Uint8Array;
  /** With the last piece, the root of the file (32 bytes): what the receiver must confirm. Else null. */
  readonly root: Uint8Array | null;
}

/** Seals one plaintext under a file's key, each index once. */
type SealAt = IndexedKey["seal"];

/** How far a file is sealed. */
interface Progress {
  readonly pieces: number;
  /** Bytes. */
  readonly total: number;
}

/**
 * @param sealAt under a key of this file alone, and no other sealer's: outgoing.ts sees to that
 * @param from where the count begins. A file begins at nothing
 */
export function createPieceSealer(
  sealAt: SealAt,
  { file, size }: { readonly file: Uint8Array; readonly size: number | null },
  from: Progress = { pieces: 0, total: 0 },
): PieceSealer {
  let { pieces, total } = from;
  let ended = false;
  let link = Promise.resolve(FIRST_LINK);

  return {
    async seal(bytes, last) {
      if (ended) throw new CoreError("state");
      if (total + bytes.length > FILE_LIMITS.fileBytesMax || pieces >= FILE_LIMITS.piecesMax)
        throw new CoreError("limit");
      if (!fitsSize(size, pieces, bytes.length, last)) throw new CoreError("encoding");
      // Before anything is awaited: the index is taken, whatever becomes of the piece.
      const index = pieces;
      pieces += 1;
      total += bytes.length;
      ended = last;
      const whole = total;
      const before = link;
      const making = makeBlock(
        bytes,
        { file, index, last },
        last ? before.then((it) => ({ total: whole, link: it })) : null,
      );
      link = lengthened(before, making);
      const after = await link;
      return { index, block: await making, root: last ? rootOf(after, whole) : null };
    },
  };

  async function makeBlock(
    bytes: Uint8Array,
    header: PieceHeader,
    end: Promise<FileEnd> | null,
  ): Promise<Uint8Array> {
    const [head, tail] = [encodeHeader(header), end === null ? null : await end];
    return withPlaintext(bytes, tail, (plaintext) => sealAt(header.index, head, plaintext));
  }
}

/** The chain with a block that is still being made, after all before it. */
async function lengthened(link: Promise<Uint8Array>, making: Promise<Uint8Array>): Promise<Uint8Array> {
  const [before, block] = await Promise.all([link, making]);
  return linkAfter(before, block.slice(-TAG_BYTES));
}
