/** The limits of spec/pair.md 9; for how long a guest waits stands with the others (limits.ts). */
export const DOOR_LIMITS = {
  declined: 5,
  askMs: 60_000,
  seatMs: 30_000,
  farewellMs: 5000,
} as const;
