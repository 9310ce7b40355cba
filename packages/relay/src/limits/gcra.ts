/** Entries that one table keeps: past it the oldest is forgotten, so that a crowd of addresses costs bounded memory. */
const ENTRIES_MAX = 200_000;

/**
 * A limit per minute and key, as GCRA: a full minute's worth at once, then one at a time as the minute refills.
 * It keeps one number per key: the moment at which the key's allowance is whole again.
 */
export class MinuteLimit {
  readonly #intervalMs: number;
  readonly #whole = new Map<string, number>();

  constructor(perMinute: number) {
    this.#intervalMs = 60_000 / perMinute;
  }

  /** 0 when it may happen, and it is counted; otherwise the seconds to wait, rounded up. */
  take(key: string, nowMs: number): number {
    const wholeMs = Math.max(nowMs, this.#whole.get(key) ?? 0) + this.#intervalMs;
    const waitMs = wholeMs - nowMs - 60_000;
    // Sums of fractions of a minute drift by less than this.
    if (waitMs > 0.001) return Math.ceil(waitMs / 1000);
    this.#whole.delete(key);
    this.#whole.set(key, wholeMs);
    if (this.#whole.size > ENTRIES_MAX) this.#forgetOldest();
    return 0;
  }

  keys(): readonly string[] {
    return [...this.#whole.keys()];
  }

  clear(): void {
    this.#whole.clear();
  }

  #forgetOldest(): void {
    for (const key of this.#whole.keys()) {
      this.#whole.delete(key);
      return;
    }
  }
}
