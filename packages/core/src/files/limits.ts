/** The limits of spec/files.md 2 that bytes must keep; those of time, rate and number of files are the room's. */
export const FILE_LIMITS = {
  /** Bytes of file in one piece. */
  pieceBytesMax: 65_000,
  /** 2^40: of a file, and of a stream from its beginning to its end. */
  fileBytesMax: 1_099_511_627_776,
  /** 2^32 - 1, of a stream: so a credit past the last of them fits its field. */
  piecesMax: 4_294_967_295,
  /** Pieces of one file that may be out or held: about 4 MiB. */
  windowPiecesMax: 64,
  nameBytesMax: 255,
  typeBytesMax: 127,
} as const;
