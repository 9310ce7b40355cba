import { LIMITS } from "@tacet/wire";
import { Bucket } from "../limits/bucket.ts";

/** Moments in the table. Two networks that fall on the same one share an allowance, which is many times what either needs. */
const SLOTS = 16_384;
const INTERVAL_MS = 1_000 / LIMITS.stunPerSecondAndAddress;
const BURST_MS = LIMITS.stunBurstPerAddress * INTERVAL_MS;

/**
 * How many datagrams are looked at (spec/relay.md 9): from one address, since whoever writes another's address on a datagram has the
 * answer sent there, and of those in all, since each costs work. A table of fixed size that keeps moments and no addresses: who
 * floods it with invented ones makes it no larger.
 */
export class StunAllowance {
  readonly #slotOf: (address: string) => number;
  readonly #all: Bucket;
  readonly #wholeMs = new Float64Array(SLOTS);

  /** @param slotOf any whole number from 0 on for an address; the same one as long as its key lives */
  constructor(slotOf: (address: string) => number, nowMs: number) {
    this.#slotOf = slotOf;
    this.#all = new Bucket(LIMITS.stunPerSecond, LIMITS.stunBurst, nowMs);
  }

  /** Whether a datagram from here may be answered now; if so it is counted. */
  take(address: string, nowMs: number): boolean {
    const slot = this.#slotOf(address) % SLOTS;
    const wholeMs = Math.max(nowMs, this.#wholeMs[slot] ?? 0) + INTERVAL_MS;
    // The address first: what one address is refused must cost the others nothing.
    if (wholeMs - nowMs > BURST_MS || !this.#all.take(1, nowMs)) return false;
    this.#wholeMs[slot] = wholeMs;
    return true;
  }
}
