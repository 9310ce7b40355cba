import { CoreError } from "../errors.ts";
import { FILE_LIMITS } from "./limits.ts";
import { encodeHeader, type FileEnd, fitsSize, PIECE_BLOCK_BYTES, withPlaintext } from "./piece.ts";
import { release } from "../primitives/wipe.ts";
import { addLeaf, leafOf, NO_LEAVES, rootOf, type Tree } from "./tree.ts";

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

/** Seals one plaintext under a file's key, each index once. Its copy of what it is given is taken when it answers with a promise (Web Cryptography, encrypt). */
type SealAt = (index: number, aad: Uint8Array, plaintext: Uint8Array) => Promise<Uint8Array>;

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
  let tree: Promise<Tree> = Promise.resolve(NO_LEAVES);

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
      tree = joined(tree, leafOf(bytes));
      const end: FileEnd | null = last ? { total: whole, root: rootOf(await tree, whole) } : null;
      const header = encodeHeader({ file, index, last });
      const sealed = await withPlaintext(bytes, end, (plaintext) => sealAt(index, header, plaintext));
      const block = new Uint8Array(PIECE_BLOCK_BYTES);
      block.set(header);
      block.set(sealed, header.length);
      release(sealed);
      await tree;
      return { index, block, root: end?.root ?? null };
    },
  };
}

async function joined(tree: Promise<Tree>, leaf: Promise<Uint8Array>): Promise<Tree> {
  const [before, next] = await Promise.all([tree, leaf]);
  return addLeaf(before, next);
}
