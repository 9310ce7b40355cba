/** Every queue, list, retry and lifetime of a client, with its unit. The sections of spec/ that name them stand beside. */
export const LIMITS = {
  // Delivery (content 4)
  inFlightContents: 256,
  waitingContents: 1000,
  earlyContents: 256,
  resendMs: [3000, 6000, 12_000, 15_000],
  ackDelayMs: 20,

  // Handshake (pair 4)
  attempts: 3,
  attemptMs: 10_000,
  repeatMs: [1000, 2000, 4000],

  // Coming back (pair 9)
  knockWaitMs: 100_000,
  knocks: 32,

  // Ratchet (pair 6, 7)
  earlyBlocksOfPath: 32,
  rekeyAfterMs: 120_000,
  rekeyAfterFrames: 1000,
  rekeyRepeatMs: 2000,
  rekeyPleaseRepeatMs: 10_000,
  /** Talk and signals stop here, so that what is left of core's 4,000 frames can still carry a rekeying. */
  contentFramesOfEpoch: 3000,
  expireEveryMs: 5000,

  // Presence (content 6, pair 8)
  heartbeatMs: 25_000,
  heartbeatsOfGrace: 3,
  silentHeartbeats: 2.5,
  outageNoticeMs: 2000,
  doubtMs: 1000,
  /** What was on its way before a sleep is heard first. */
  wakingMs: 250,
  wakeMs: 10_000,
  freshlyHeardMs: 2000,
  goingSilenceMs: 800,
  goingAskAgainMs: 200,
  goingMs: 10_000,
  goingClosedMs: 400,
  goingClosedBeforeMs: 2000,
  goingReturnMs: 3000,

  /** For whoever did not choose the room's life (pair 8). */
  lifeMs: 2_592_000_000,

  // Direct path (direct 1 to 6)
  candidatesOfGeneration: 64,
  descriptionBytes: 16_000,
  disconnectedMs: 2000,
  graceMsMin: 3000,
  openingMs: 20_000,
  noticeMs: 8000,
  rebuildMs: [0, 1000, 2000, 4000, 8000],
  directQueueBytes: 1_048_576,
  drainReportBytes: 262_144,
  directFrameBytes: 65_536,
  closeLingerMs: 500,

  // Relay path (direct 4 and 5, relay 5)
  relayInFlight: { contents: 32, bytes: 524_288 },
  reconnectMs: { first: 200, soon: 1000, last: 5000 },
  /** For so long a socket is tried for again every second. */
  soonMs: 120_000,
  /** A socket that was had before is waited for so much longer than it took, in these bounds; every third one for longer, every twelfth as the first. Spare ones after so many for this long. */
  openingSocket: { times: 4, msMin: 1500, thirdMs: 4000, spares: 4, spareMs: 2500 },
  relaySilentMs: 40_000,
  admissionMs: 10_000,
  /** What waits in a socket that was given pieces is looked at so often (files 5). */
  drainLookMs: 250,
  relayQueueBytes: { long: 1_048_576, all: 2_097_152 },
  requestMs: 15_000,
  /** For so long the relay is told of an end, and asked again where it did not answer (pair 8). */
  lastWordsMs: 90_000,
  wordAnswerMs: 2000,
  unreachableNoticeMs: 5000,
  unreachableEndMs: 60_000,
  lookAgainMs: [1000, 1500, 3000],
  /** A socket that was given up with its first frame on its way may take the seat for so long. */
  lateAdmitMs: 15_000,

  // Policy (content 8)
  policyChanges: 64,

  // The part for files, until it is loaded (files 7)
  filesWaiting: { contents: 256, bytes: 4_194_304 },
  filesLoadAgainMs: 3000,

  // Talk (content 3, 5, 7)
  knownMessages: 10_000,
  receiptEveryMs: 1000,
  typingShownMs: 6000,
  typingRepeatMs: 3000,

  // Blocks taken in before the last are dealt with (pair 6): beyond it they are dropped and counted.
  openingBlocksOfDirect: 1024,
  unopenedOfRelay: { atOnce: 64, perSecond: 10 },
} as const;
