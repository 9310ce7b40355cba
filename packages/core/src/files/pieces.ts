import { FILE_LIMITS } from "./limits.ts";
import { createPieceOpener } from "./open.ts";
import { decodeHeader, pieceCount } from "./piece.ts";
import { offerFile } from "./outgoing.ts";

/** A file's pieces, to blocks and back (spec/files.md 4). */
export const pieces: {
  /** Draws a file's key, and gives the offer and its one sealer. */
  readonly offer: typeof offerFile;
  readonly opener: typeof createPieceOpener;
  /** Which file and piece a block says it is, so that its opener can be found; null for what is no piece. */
  readonly header: typeof decodeHeader;
  /** How many pieces a file of so many bytes has: one at least. */
  readonly count: typeof pieceCount;
  /** Bytes of a file in a piece, of a file in all, and how many pieces may be out (spec/files.md 2). */
  readonly limits: typeof FILE_LIMITS;
} = {
  offer: offerFile,
  opener: createPieceOpener,
  header: decodeHeader,
  count: pieceCount,
  limits: FILE_LIMITS,
};
