/** A budget that refills steadily: `burst` at once, `perSecond` in the long run. Time only ever comes in. */
export class Bucket {
  readonly #perSecond: number;
  readonly #burst: number;
  #left: number;
  #filledMs: number;

  constructor(perSecond: number, burst: number, nowMs: number) {
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#left = burst;
    this.#filledMs = nowMs;
  }

  /** Takes an amount, or takes nothing and says so. */
  take(amount: number, nowMs: number): boolean {
    const refill = (Math.max(0, nowMs - this.#filledMs) * this.#perSecond) / 1000;
    this.#filledMs = Math.max(nowMs, this.#filledMs);
    this.#left = Math.min(this.#burst, this.#left + refill);
    if (amount > this.#left) return false;
    this.#left -= amount;
    return true;
  }
}
