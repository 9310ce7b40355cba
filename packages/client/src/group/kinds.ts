/** Kinds that only rooms for many have (spec/group.md 11). */
export const GROUP_KINDS = {
  leave: 8,
  absent: 9,
  notice: 10,
  noReturn: 11,
  wrongPassword: 12,
  inviteKey: 34,
  arrived: 35,
  roomKey: 36,
  handedOver: 37,
} as const;
