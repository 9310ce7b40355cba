/** Limits of group rooms (spec/group.md 15). */
export const GROUP_LIMITS = {
  membersMax: 100,
  membersDefault: 50,
  moderatorsMax: 16,
  previousEpochMs: 10_000,
  messageBytesMax: 524_288,
  pieceBytesMax: 61_440,
  piecesMax: 9,
  assembliesMax: 4,
  skippedMessagesMax: 128,
  keptSkippedKeys: 16,
  bodyBytesMax: 60_000,
} as const;
