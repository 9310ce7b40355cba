/** The limits of rooms for many (spec/relay.md 10.8), with their units in their names. The `default` ones are configurable at the relay. */
export const GROUP_LIMITS = {
  /** A frame that carries a block is never of the smallest class. */
  frameBytesMin: 1_024,
  numberedHeaderBytes: 6,
  whisperHeaderBytes: 2,
  blobBytes: 65_531,

  capacityMin: 2,
  capacityDefault: 50,
  capacityMax: 100,
  moderatorsMax: 16,

  ttlSecondsDefault: 86_400,
  /** 0: the host sets none, and rooms may live for ever. */
  ttlSecondsMaxDefault: 0,
  idleSecondsDefault: 86_400,
  graceSecondsDefault: 600,
  dormantSeconds: 86_400,
  gatherMs: 3_000,

  /** From one round of writes in a busy room to the next. */
  tickMsMin: 2,
  ringRoomBytesMax: 33_554_432,
  ringTotalBytesMax: 536_870_912,
  waitingSeatFramesMax: 128,
  waitingSeatBytesMax: 262_144,
  waitingTotalBytesMax: 67_108_864,
  /** What waits for a line beyond this holds whispers back: they may be lost. */
  whisperWaitingBytesMax: 262_144,

  commandsPerSecond: 1,
  commandsBurst: 20,

  blobMemberBytesMax: 33_554_432,
  blobRoomBytesMax: 134_217_728,
  blobTotalBytesMax: 536_870_912,
} as const;
