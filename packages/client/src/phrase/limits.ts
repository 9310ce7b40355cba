/** The limits of spec/phrase.md 5 and 7. */
export const PHRASE_LIMITS = {
  failures: 2,
  answerMs: 10_000,
  inviterMs: 20_000,
  joinerMs: 25_000,
  lifeMs: 600_000,
} as const;
