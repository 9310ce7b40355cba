/** Limits of an admission (spec/admission.md 8). */
export const ADMISSION_LIMITS = {
  /** Of an attempt, where no person is asked; and again from the answer of one that was. */
  attemptMs: 30_000,
  /** For which an admitter waits for its person, and a joiner for the admitter's. */
  personMs: 60_000,
  waitingMs: 90_000,
  /** Between two asks of a joiner. */
  askEveryMs: 5_000,
  /** Blocks that one side takes in an attempt, whatever they are. */
  blocksMax: 64,
  /** Attempts of one admitter at once. */
  attemptsAtOnce: 64,
  /** Failed passwords, and the time they are counted for: then every join needs the owner's press. */
  failuresMax: 5,
  failureMs: 600_000,
  passwordCharactersMin: 4,
  passwordCharactersMax: 200,
  dormantSeatsMax: 100,
  dormantMs: 86_400_000,
} as const;
