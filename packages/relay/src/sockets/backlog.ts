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
  readonly #limits: BacklogLimits;
  readonly #budget: BacklogBudget;
  #sinceMs: number | null = null;
  #ended = false;

  constructor(reader: SlowReader, limits: BacklogLimits, budget: BacklogBudget) {
    this.#reader = reader;
    this.#limits = limits;
    this.#budget = budget;
  }

  /** Says how much waits now: after each frame that was sent, and after each that has left. */
  set(bytes: number, nowMs: number): void {
    if (this.#ended || (bytes === 0 && this.#sinceMs === null)) return;
    this.#budget.set(this.#reader, bytes);
    if (bytes === 0) this.#sinceMs = null;
    else this.#sinceMs ??= nowMs;
    if (bytes > this.#limits.backlogBytesMax) this.#reader.drop();
  }

  /** The reader is gone for good. What is still said of its frames, a tick later, is nothing that anybody keeps. */
  end(): void {
    this.set(0, 0);
    this.#ended = true;
  }

  /** Whether something has waited for too long. */
  isStale(nowMs: number): boolean {
    return this.#sinceMs !== null && nowMs >= this.#sinceMs + this.#limits.silenceTimeoutMs;
  }
}
