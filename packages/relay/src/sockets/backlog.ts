/** Whoever makes the relay keep bytes. `drop` ends it; it may be called twice and does not throw. */
export interface SlowReader {
  /** Whose address it comes from; null where that is not known any more (limits/headcount.ts). */
  readonly tag: string | null;
  drop(): void;
}

export interface BacklogLimits {
  readonly backlogBytesMax: number;
  readonly silenceTimeoutMs: number;
}

export interface BudgetLimits {
  readonly backlogAddressBytesMax: number;
  readonly backlogTotalBytesMax: number;
}

interface Held {
  readonly bytes: number;
  /** An address, or, where none is known, the reader itself. */
  readonly of: string | SlowReader;
}

/**
 * What waits for all slow readers together, and for those of one address (spec/relay.md 8). Past either maximum the address for which most waits gives
 * way, by the reader of it for whom most does: so whoever opens many sockets and reads none of them costs others none of theirs.
 */
export class BacklogBudget {
  readonly #limits: BudgetLimits;
  readonly #held = new Map<SlowReader, Held>();
  readonly #addresses = new Map<Held["of"], number>();
  #bytes = 0;
  #relieving = false;

  constructor(limits: BudgetLimits) {
    this.#limits = limits;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Says how much waits for one reader now. */
  set(reader: SlowReader, bytes: number): void {
    const before = this.#held.get(reader);
    // Its address is forgotten with the hour: it stays where it was counted while something waits.
    const of = before?.of ?? reader.tag ?? reader;
    const change = bytes - (before?.bytes ?? 0);
    const ofAddress = (this.#addresses.get(of) ?? 0) + change;
    this.#bytes += change;
    if (bytes === 0) this.#held.delete(reader);
    else this.#held.set(reader, { bytes, of });
    if (ofAddress === 0) this.#addresses.delete(of);
    else this.#addresses.set(of, ofAddress);
    if (this.#isOver(ofAddress) && !this.#relieving) {
      this.#relieving = true;
      // Not now: whoever sends may be in the middle of a room's step, and a drop is a step of another.
      queueMicrotask(() => this.#relieve());
    }
  }

  #isOver(ofAddress: number): boolean {
    const { backlogAddressBytesMax, backlogTotalBytesMax } = this.#limits;
    return this.#bytes > backlogTotalBytesMax || ofAddress > backlogAddressBytesMax;
  }

  #relieve(): void {
    for (let worst = most(this.#addresses); worst !== null; worst = most(this.#addresses)) {
      const [of, ofAddress] = worst;
      if (!this.#isOver(ofAddress)) break;
      const readers = [...this.#held].filter(([, held]) => held.of === of);
      const [reader] = most(readers.map(([each, { bytes }]) => [each, bytes] as const)) ?? [];
      if (reader === undefined) break;
      this.set(reader, 0);
      reader.drop();
    }
    this.#relieving = false;
  }
}

/** The one with the greatest number; null of none. */
function most<Key>(counts: Iterable<readonly [Key, number]>): readonly [Key, number] | null {
  let found: readonly [Key, number] | null = null;
  for (const one of counts) if (found === null || one[1] > found[1]) found = one;
  return found;
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

  /** Whether something waited when it was last said. */
  get isWaiting(): boolean {
    return this.#sinceMs !== null;
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
