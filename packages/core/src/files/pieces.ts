import { createPieceOpener } from "./open.ts";
import { decodeHeader, pieceCount } from "./piece.ts";
import { createPieceSealer } from "./seal.ts";

/** A file's pieces, to blocks and back (spec/files.md 4). */
export const pieces: {
  readonly sealer: typeof createPieceSealer;
  readonly opener: typeof createPieceOpener;
  /** Which file and piece a block says it is, so that its opener can be found; null for what is no piece. */
  readonly header: typeof decodeHeader;
  readonly count: typeof pieceCount;
} = { sealer: createPieceSealer, opener: createPieceOpener, header: decodeHeader, count: pieceCount };
