import type { Clock } from "../ports.ts";

/** Whoever makes the relay keep bytes. `drop` ends it; it may be called twice and does not throw. */
export interface SlowReader {
  drop(): void;
}

export interface BacklogLimits {
  readonly backlogBytesMax: number;
  readonly silenceTimeoutMs: number;
}

/** What waits for all slow readers together: past the maximum those go first for whom most is kept (spec/relay.md 8). */
export class BacklogBudget {
  readonly #bytesMax: number;
  readonly #held = new Map<SlowReader, number>();
  #bytes = 0;
  #relieving = false;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Says how much waits for one reader now. */
  set(reader: SlowReader, bytes: number): void {
    this.#bytes += bytes - (this.#held.get(reader) ?? 0);
    if (bytes === 0) this.#held.delete(reader);
    else this.#held.set(reader, bytes);
    if (this.#bytes > this.#bytesMax && !this.#relieving) {
      this.#relieving = true;
      // Not now: whoever sends may be in the middle of a room's step, and a drop is a step of another.
      queueMicrotask(() => this.#relieve());
    }
  }

  #relieve(): void {
    while (this.#bytes > this.#bytesMax) {
      const [worst] = [...this.#held].reduce((most, one) => (one[1] > most[1] ? one : most));
      this.set(worst, 0);
      worst.drop();
    }
    this.#relieving = false;
  }
}

/**
 * What waits for one reader. It is dropped when that is too much, and when the line has not been empty for the silence time: a
 * reader that never reads says beats as well as any other.
 */
export class Backlog {
  readonly #reader: SlowReader;
  readonly #clock: Clock;
  readonly #limits: BacklogLimits;
  readonly #budget: BacklogBudget;
  #bytes = 0;
  #cancel: (() => void) | null = null;

  constructor(reader: SlowReader, clock: Clock, limits: BacklogLimits, budget: BacklogBudget) {
    this.#reader = reader;
    this.#clock = clock;
    this.#limits = limits;
    this.#budget = budget;
  }

  /** Says how much waits now: after each frame that was sent, and after each that has left. */
  set(bytes: number): void {
    if (bytes === 0 && this.#bytes === 0) return;
    this.#bytes = bytes;
    this.#budget.set(this.#reader, bytes);
    if (bytes === 0) this.rest();
    else if (bytes > this.#limits.backlogBytesMax) this.#reader.drop();
    else this.#cancel ??= this.#clock.after(this.#limits.silenceTimeoutMs, () => this.#reader.drop());
  }

  /** The socket is being closed, which has a time-out of its own. */
  rest(): void {
    this.#cancel?.();
    this.#cancel = null;
  }
}
