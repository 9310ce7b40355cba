/** Which promise a run found broken. */
export type Promised =
  | "handshake"
  | "same keys"
  | "accepted once"
  | "accepted as sent"
  | "damaged is dropped"
  | "dropped changes nothing"
  | "forward secrecy"
  | "thief reads what is left"
  | "healing"
  | "arrives in the end";

/** A broken promise, with what is needed to see it again: TACET_SEED=<seed> npx vitest run --project core. */
export class Violation extends Error {
  override readonly name = "Violation";
  readonly promised: Promised;

  constructor(promised: Promised, detail: string) {
    super(`${promised}: ${detail}`);
    this.promised = promised;
  }
}

export function hold(promised: Promised, held: boolean, detail: string): void {
  if (!held) throw new Violation(promised, detail);
}
