/** The five lengths a frame may have, in bytes (spec/relay.md 1). A kind other than `pass` has one of them. */
export const FRAME_CLASSES = [256, 1024, 4096, 16_384, 65_536] as const;

/** Whether a message of this length, in bytes, can be a frame. */
export function isFrameClass(lengthBytes: number): boolean {
  return (FRAME_CLASSES as readonly number[]).includes(lengthBytes);
}

/** Every limit of spec/relay.md 5, 7, 8 and 9 and of spec/phrase.md 7, with its unit in its name. The `default` ones are configurable at the relay. */
export const LIMITS = {
  frameBytesMax: 65_536,
  fragmentsMax: 16,

  headersTimeoutMs: 5_000,
  requestTimeoutMs: 10_000,
  requestBytesMax: 16_384,

  firstFrameTimeoutMs: 5_000,
  messageTimeoutMs: 5_000,
  beatIntervalMs: 25_000,
  silenceTimeoutMs: 40_000,
  stopTimeoutMs: 5_000,

  pendingSocketBytesMax: 1_024,
  pendingSocketsPerAddressMax: 64,
  pendingSocketsMax: 1_024,
  pendingBytesPerAddressMax: 262_144,
  pendingBytesMax: 8_388_608,
  socketsMax: 20_000,
  socketsPerAddressMax: 1_024,
  connectionsPerAddressMax: 256,
  roomsMax: 50_000,

  seatFramesPerSecond: 200,
  seatFramesBurst: 2_000,
  seatBytesPerSecond: 1_048_576,
  seatBytesBurst: 8_388_608,
  backlogBytesMax: 1_048_576,
  backlogAddressBytesMax: 16_777_216,
  backlogTotalBytesMax: 67_108_864,

  stunPerSecond: 1_000,
  stunBurst: 2_000,
  stunPerSecondAndAddress: 10,
  stunBurstPerAddress: 100,

  knocksOfRoomMax: 32,
  knockMs: 90_000,

  phraseTtlSecondsMin: 30,
  phraseTtlSecondsDefault: 180,
  phraseTtlSecondsMax: 600,
  phraseAttemptMs: 20_000,
  phrasesPerMinuteDefault: 10,
  phraseOffersPerRoomMax: 60,
  phrasesOpenMax: 4_096,
  phraseAttemptsPerAddressMax: 8,
  phraseAttemptsMax: 256,
  joinerBytesMax: 768,

  roomTtlSecondsMin: 1,
  roomTtlSecondsDefault: 900,
  roomTtlSecondsMaxDefault: 86_400,
  graceSecondsDefault: 300,
  goingAwaySeconds: 10,
  pieceBytesMax: 65_000,
  directFileBytesMaxDefault: 0,
  relayedFileBytesMaxDefault: 16_777_216,
  roomsPerMinuteDefault: 30,
  socketsPerMinuteDefault: 200,
} as const;
