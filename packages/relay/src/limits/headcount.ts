interface Count {
  /** Null once the hour is over: what is still here then is nobody's any more. */
  tag: string | null;
  number: number;
}

/** How many of one kind each visitor has at the same time, at most `max`. Forgotten with the hour, like every count by address. */
export class HeadCount {
  readonly #max: number;
  readonly #counts = new Map<string, Count>();

  constructor(max: number) {
    this.#max = max;
  }

  /** Counts one and returns what ends it, which may be called twice; null when there are too many. */
  enter(tag: string): (() => void) | null {
    const count = this.#counts.get(tag) ?? { tag, number: 0 };
    if (count.number >= this.#max) return null;
    count.number += 1;
    this.#counts.set(tag, count);
    let here = true;
    return () => {
      if (here) this.#leave(count);
      here = false;
    };
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
