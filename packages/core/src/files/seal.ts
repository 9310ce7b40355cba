import { requireId } from "../content/id.ts";
import { CoreError } from "../errors.ts";
import { importIndexedKey, sealAt } from "../primitives/indexed-aead.ts";
import { FILE_LIMITS } from "./limits.ts";
import type { FileOffer } from "./offer.ts";
import { encodeHeader, encodePlaintext, type FileEnd, fitsSize, PIECE_BLOCK_BYTES } from "./piece.ts";
import { addLeaf, leafOf, NO_LEAVES, rootOf, type Tree } from "./tree.ts";

/** Seals the pieces of one file (spec/files.md 4). It alone counts the indexes, so that none is sealed twice. */
export interface PieceSealer {
  /**
   * Seals the next piece. Calls may overlap; they take their indexes in the order in which they are made. The block is to be kept
   * until it is acknowledged, and sent again as it is.
   * @param bytes at most 65,000, as the offer's size wants them; not to be changed before the answer
   * @throws CoreError("state") after the last piece; CoreError("encoding") for a length or an end that contradicts the offer;
   * CoreError("limit") over 2^40 bytes or 2^32 pieces. Nothing is sealed then.
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

const PIECES_MAX = 2 ** 32;

/**
 * @param file the file's id, 16 bytes: the id of the content that carries the offer
 * @throws CoreError("encoding") for another length; CoreError("state") for a key that was wiped
 */
export async function createPieceSealer(
  file: Uint8Array,
  offer: Pick<FileOffer, "key" | "size">,
): Promise<PieceSealer> {
  const key = await importIndexedKey(offer.key, "encrypt");
  const id = requireId(file).slice();
  let next = 0;
  let total = 0;
  let ended = false;
  let tree: Promise<Tree> = Promise.resolve(NO_LEAVES);

  return {
    async seal(bytes, last) {
      if (ended) throw new CoreError("state");
      if (!fitsSize(offer.size, next, bytes.length, last)) throw new CoreError("encoding");
      if (total + bytes.length > FILE_LIMITS.fileBytesMax || next >= PIECES_MAX) throw new CoreError("limit");
      // Before anything is awaited: the index is taken, whatever becomes of the piece.
      const index = next;
      next += 1;
      total += bytes.length;
      ended = last;
      const whole = total;
      tree = joined(tree, leafOf(bytes));
      const end: FileEnd | null = last ? { total: whole, root: rootOf(await tree, whole) } : null;
      const header = encodeHeader({ file: id, index, last });
      const sealed = await sealAt(key, index, header, encodePlaintext(bytes, end));
      const block = new Uint8Array(PIECE_BLOCK_BYTES);
      block.set(header);
      block.set(sealed, header.length);
      await tree;
      return { index, block, root: end?.root ?? null };
    },
  };
}

async function joined(tree: Promise<Tree>, leaf: Promise<Uint8Array>): Promise<Tree> {
  const [before, next] = await Promise.all([tree, leaf]);
  return addLeaf(before, next);
}
