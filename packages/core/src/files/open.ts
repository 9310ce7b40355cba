import { requireId } from "../content/id.ts";
import { equal } from "../primitives/equal.ts";
import { TAG_BYTES } from "../primitives/aead.ts";
import { importIndexedKey } from "../primitives/indexed-aead.ts";
import { wipe } from "../primitives/wipe.ts";
import type { FileOffer } from "./offer.ts";
import { decodeHeader, decodePlaintext, type FileEnd, fitsSize, PIECE_HEADER_BYTES } from "./piece.ts";

/** What became of a piece's block. */
export type OpenedPiece =
  /** It is no piece of this file, or does not open: dropped, and counted. Whoever made it need not be the sender. */
  | { readonly kind: "dropped" }
  /** It opened, so the sender made it, and it contradicts the offer: the file is broken. */
  | { readonly kind: "broken" }
  | {
      readonly kind: "piece";
      readonly index: number;
      /** At most 65,000 bytes of the file. */
      readonly bytes: Uint8Array;
      /** What authenticated it: 16 bytes, its part in the chain. */
      readonly tag: Uint8Array;
      /** What the last piece says of the whole; null for the others. */
      readonly end: FileEnd | null;
    };

/** Opens the pieces of one file, in any order. It keeps nothing: which pieces are wanted is for the assembly. */
export interface PieceOpener {
  open(block: Uint8Array): Promise<OpenedPiece>;
}

/**
 * @param file the file's id, 16 bytes: the id of the content that carried the offer
 * @throws CoreError("encoding") for another length; CoreError("state") for a key that was wiped
 */
export async function createPieceOpener(
  file: Uint8Array,
  offer: Pick<FileOffer, "key" | "size">,
): Promise<PieceOpener> {
  const key = await importIndexedKey(offer.key, "decrypt");
  const id = requireId(file).slice();

  return {
    async open(block) {
      const header = decodeHeader(block);
      if (header === null || !equal(header.file, id)) return { kind: "dropped" };
      const { index, last } = header;
      const tag = block.slice(-TAG_BYTES);
      const plaintext = await key.open(index, block, PIECE_HEADER_BYTES);
      if (plaintext === null) return { kind: "dropped" };
      const piece = decodePlaintext(plaintext, last);
      if (piece === null || !fitsSize(offer.size, index, piece.bytes.length, last)) {
        wipe(plaintext);
        return { kind: "broken" };
      }
      return { kind: "piece", index, ...piece, tag };
    },
  };
}
