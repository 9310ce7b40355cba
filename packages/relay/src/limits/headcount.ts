interface Count {
  /** Null once the hour is over: what is still here then is nobody's any more. */
  tag: string | null;
  number: number;
}

/** One of those who are counted. `tag` is null once the hour is over; `leave` may be called twice. */
export class Visit {
  readonly #count: Count;
  readonly #left: (count: Count) => void;
  #here = true;

  constructor(count: Count, left: (count: Count) => void) {
    this.#count = count;
    this.#left = left;
  }

  get tag(): string | null {
    return this.#count.tag;
  }

  leave(): void {
    if (this.#here) this.#left(this.#count);
    this.#here = false;
  }
}

/** Somebody who is not counted by address. */
export const UNCOUNTED: Visit = new Visit({ tag: null, number: 0 }, () => undefined);

/** How many of one kind each visitor has at the same time, at most `max`. Forgotten with the hour, like every count by address. */
export class HeadCount {
  readonly #max: number;
  readonly #counts = new Map<string, Count>();
  readonly #left = (count: Count): void => this.#leave(count);

  constructor(max: number) {
    this.#max = max;
  }

  /** Counts one, whose visit ends it; null when there are too many. */
  enter(tag: string): Visit | null {
    const count = this.#counts.get(tag) ?? { tag, number: 0 };
    if (count.number >= this.#max) return null;
    count.number += 1;
    this.#counts.set(tag, count);
    return new Visit(count, this.#left);
  }

  /** Whether one more would be too many. */
  isFull(tag: string): boolean {
    return (this.#counts.get(tag)?.number ?? 0) >= this.#max;
  }

  keys(): readonly string[] {
    return [...this.#counts.keys()];
  }

  clear(): void {
    for (const count of this.#counts.values()) count.tag = null;
    this.#counts.clear();
  }

  #leave(count: Count): void {
    count.number -= 1;
    if (count.number === 0 && count.tag !== null) this.#counts.delete(count.tag);
  }
}
