/** Every queue, list, retry and lifetime of a room for many, with its unit (spec/group.md 15). What pairs have too is in ../limits.ts. */
export const GROUP_LIMITS = {
  // Delivery (11, 12)
  waitingContents: 1000,
  inFlightContents: 16,
  waitingTakesBytes: 41_943_040,
  earlyFrames: 1024,
  earlyBytes: 8_388_608,
  /** Own frames without a place that mean nothing any more: typing, commits that lost. */
  voidFlights: 256,
  missingOrders: 256,
  trackedMessages: 256,
  ackMs: 5000,
  ackMsOfMember: 200,
  soonMs: 150,
  soonMsOfRank: 30,
  arrivedEntries: 60,
  ephemeralWaiting: 4,
  placeMs: 10_000,
  /** Messages of a member within this time; more of one's own wait, more of others are shown later. */
  rate: { messages: 10, ms: 10_000 },
  delayedOfMember: 1000,
  delayedOfMemberBytes: 1_048_576,

  // Commits (6, 9, 12, 13)
  wishes: 128,
  commitAgain: 5,
  lostMsOfRank: 100,
  pendingMs: 10_000,
  turnMs: 5000,
  updateMs: 120_000,
  updateMsOfMember: 10_000,
  graceMs: 600_000,
  unconfirmedMs: 30_000,
  /** Of what does not open, until one asks who is here; from there until the room counts as split; and until the lowest leaf comes in anew. */
  splitAskMs: 5000,
  splitMs: 5000,
  splitLastMs: 20_000,
  expireMs: 10_000,

  // Entering (5)
  askMs: 5000,
  askAgainMs: 1000,
  askPersonMs: 90_000,
  asks: 12,
  movedAgain: 2,
  attemptMs: 30_000,
  requests: 64,
  letting: 2,
  lettingMs: 5000,
  inviteMs: 3_600_000,

  // Order (10)
  chainKept: 8192,
  gapsAgain: 3,
  gatherMs: 5000,
  entriesAgain: 4,

  typingShownMs: 6000,
  typingRepeatMs: 3000,
  compareMs: 60_000,
  commands: 32,
} as const;
