/** What the program says to whoever started it: 0 done, 1 failed, 2 wrong use, 3 refused (full, ended, wrong words), 4 network, 130 interrupted. */
export const EXIT = { done: 0, failed: 1, usage: 2, refused: 3, network: 4, interrupted: 130 } as const;

/** Why a run ended with another code than 0. A closed list. */
export type Failure = Exclude<keyof typeof EXIT, "done">;

/**
 * The one error of this package: a kind, and a sentence for the person who ran the command, with what to do next. It holds nothing secret,
 * so it may be printed anywhere.
 */
export class CliError extends Error {
  override readonly name = "CliError";
  readonly failure: Failure;

  constructor(failure: Failure, sentence: string) {
    super(sentence);
    this.failure = failure;
  }

  get exitCode(): number {
    return EXIT[this.failure];
  }
}
