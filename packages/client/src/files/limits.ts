/** The limits of spec/files.md 2 that are kept here; those of bytes are core's. */
export const FILE_LIMITS = {
  windowPieces: { direct: 64, relay: 6 },
  /** Pieces that are sealed and wait to be sent, of one file: enough to keep a path busy, and little to hold. */
  aheadPieces: 16,
  /** 12 a second. */
  relayPieceEveryMs: 84,
  relayResendMs: 5000,
  queueBytes: 1_048_576,
  /** Beside the direct path, where it is poor: in so long less than so much left its queue, so much stood in it throughout, and so much is yet to be read. */
  lanes: {
    count: 5,
    numberMax: 255,
    probeMs: 1000,
    poorBytes: 2_000_000,
    waitingBytes: 524_288,
    leftBytes: 4_160_000,
    openingMs: 20_000,
    queueBytes: 131_072,
    candidates: 64,
  },
  openOffers: 16,
  movingFiles: 4,
  stallMs: 60_000,
  acknowledgePieces: { direct: 32, relay: 4 },
  acknowledgeMs: 1000,
  /** Nothing new for so long, though something is awaited: R says again what it has; and S, to which that says nothing new either, sends a piece again, later where more than a few are out. */
  silenceMs: { said: 15_000, heard: 10_000, heardFull: 40_000 },
  fewPieces: 4,
  /** Of a stream that may just be silent: so often what it has is said again. */
  streamRepeats: 2,
  /** Of each direction. */
  endedFiles: 64,
  progressEveryMs: 500,
  /** A longer file does not stay in memory. */
  memoryBytes: 33_554_432,
  fileBytes: 1_099_511_627_776,
  frameBytes: 65_536,
} as const;
