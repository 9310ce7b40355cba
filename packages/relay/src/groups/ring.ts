import { group } from "@tacet/wire/group";

/** A numbered frame as it goes out, with whose it is and that sender's own count. */
export interface KeptFrame {
  readonly bytes: Buffer;
  readonly seat: number;
  readonly counter: number;
}

/** What a kept frame costs beyond its bytes. */
const OVERHEAD_BYTES = 192;

/** A ring that holds more than an equal share of the budget, and more than this, makes room for its own frames. */
const LARGE_BYTES = 1_048_576;

/** The order is tidied when it holds so many more entries than frames are kept. */
const STALE_MAX = 4_096;

/**
 * What all rooms' rings hold together, bounded (spec/relay.md 10.8). Past it the oldest frame of all gives way, or, where a ring that is far larger
 * than its share gets one, that ring's oldest. So what has just been said is never what goes.
 */
export class RingBudget {
  readonly #bytesMax: number;
  readonly #rings = new Set<Ring>();
  /** Whose frames were pushed, the oldest first. Of a ring that gave up frames in another way, so many of its first entries are stale. */
  #order: Ring[] = [];
  #head = 0;
  #frames = 0;
  #bytes = 0;

  constructor(bytesMax: number = group.limits.ringTotalBytesMax) {
    this.#bytesMax = bytesMax;
  }

  get bytes(): number {
    return this.#bytes;
  }

  pushed(ring: Ring, bytes: number): void {
    this.#order.push(ring);
    this.#rings.add(ring);
    this.#frames += 1;
    this.#bytes += bytes;
    while (this.#bytes > this.#bytesMax) this.#relieve(ring);
    if (this.#order.length > 2 * this.#frames + STALE_MAX) this.#tidy();
  }

  gaveUp(ring: Ring, frames: number, bytes: number): void {
    this.#frames -= frames;
    this.#bytes -= bytes;
    if (ring.bytes === 0) this.#rings.delete(ring);
  }

  #relieve(pushing: Ring): void {
    const largeBytes = Math.min(LARGE_BYTES, this.#bytesMax / 8);
    if (pushing.bytes > Math.max(this.#bytesMax / this.#rings.size, largeBytes)) {
      pushing.dropOldest();
      return;
    }
    const oldest = this.#next();
    if (oldest === null) throw new Error("rings hold bytes and no frames");
    oldest.dropOldest();
    oldest.stale -= 1;
  }

  /** The ring of the oldest frame that is kept. */
  #next(): Ring | null {
    while (this.#head < this.#order.length) {
      const ring = this.#order[this.#head];
      this.#head += 1;
      if (ring === undefined) return null;
      if (ring.stale === 0) return ring;
      ring.stale -= 1;
    }
    return null;
  }

  #tidy(): void {
    this.#order = this.#order.slice(this.#head).filter((ring) => {
      if (ring.stale === 0) return true;
      ring.stale -= 1;
      return false;
    });
    this.#head = 0;
  }
}

/** The newest numbered frames of one room, at most 32 MiB of them, found by their numbers. */
export class Ring {
  readonly #budget: RingBudget;
  readonly #bytesMax: number;
  #frames: (KeptFrame | undefined)[] = [];
  /** Where the oldest kept frame is in the array; before it all is given up. */
  #head = 0;
  #next = 1;
  #bytes = 0;
  /** Frames that were given up and stand in the budget's order still. */
  stale = 0;

  constructor(budget: RingBudget, bytesMax: number = group.limits.ringRoomBytesMax) {
    this.#budget = budget;
    this.#bytesMax = bytesMax;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** The lowest number that is kept, or the next one where none is. */
  get first(): number {
    return this.#next - (this.#frames.length - this.#head);
  }

  /** The number that comes next. */
  get next(): number {
    return this.#next;
  }

  /** Keeps the frame of the next number. */
  push(frame: KeptFrame): void {
    this.#frames.push(frame);
    this.#next += 1;
    this.#bytes += costOf(frame);
    this.#budget.pushed(this, costOf(frame));
    while (this.#bytes > this.#bytesMax) this.dropOldest();
  }

  at(number: number): KeptFrame | null {
    return this.#frames[this.#frames.length - (this.#next - number)] ?? null;
  }

  /** Empty, and the next number is this. */
  restart(next: number): void {
    this.clear();
    this.#next = next;
  }

  /** Gives up the oldest. */
  dropOldest(): void {
    const frame = this.#frames[this.#head];
    if (frame === undefined) return;
    this.#frames[this.#head] = undefined;
    this.#head += 1;
    this.stale += 1;
    if (this.#head > 64 && this.#head * 2 > this.#frames.length) {
      this.#frames = this.#frames.slice(this.#head);
      this.#head = 0;
    }
    this.#bytes -= costOf(frame);
    this.#budget.gaveUp(this, 1, costOf(frame));
  }

  clear(): void {
    while (this.#bytes > 0) this.dropOldest();
    this.#frames = [];
    this.#head = 0;
  }
}

function costOf({ bytes }: KeptFrame): number {
  return bytes.length + OVERHEAD_BYTES;
}
