import { group } from "@tacet/wire/group";

/** A numbered frame as it goes out, with whose it is and that sender's own count. */
export interface KeptFrame {
  readonly bytes: Buffer;
  readonly seat: number;
  readonly counter: number;
}

/** What a kept frame costs beyond its bytes. */
const OVERHEAD_BYTES = 192;

/** A budget of all rings frees an eighth of the largest at a time, so that looking for it stays rare. */
const RELIEF = 8;

/** What all rooms' rings hold together, bounded; past it the largest gives way (spec/relay.md 10.8). */
export class RingBudget {
  readonly #bytesMax: number;
  readonly #rings = new Set<Ring>();
  #bytes = 0;

  constructor(bytesMax: number = group.limits.ringTotalBytesMax) {
    this.#bytesMax = bytesMax;
  }

  get bytes(): number {
    return this.#bytes;
  }

  change(ring: Ring, bytes: number): void {
    this.#bytes += bytes;
    if (ring.bytes === 0) this.#rings.delete(ring);
    else this.#rings.add(ring);
    while (this.#bytes > this.#bytesMax) {
      let largest: Ring | null = null;
      for (const one of this.#rings) if (largest === null || one.bytes > largest.bytes) largest = one;
      if (largest === null) return;
      largest.shrink(largest.bytes - Math.max(1, largest.bytes / RELIEF));
    }
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
    this.#count(costOf(frame));
    if (this.#bytes > this.#bytesMax) this.shrink(this.#bytesMax);
  }

  at(number: number): KeptFrame | null {
    return this.#frames[this.#frames.length - (this.#next - number)] ?? null;
  }

  /** Empty, and the next number is this. */
  restart(next: number): void {
    this.clear();
    this.#next = next;
  }

  /** Gives up the oldest until no more than this is left. */
  shrink(bytesMax: number): void {
    let freed = 0;
    while (this.#bytes - freed > bytesMax && this.#head < this.#frames.length) {
      const frame = this.#frames[this.#head];
      this.#frames[this.#head] = undefined;
      this.#head += 1;
      freed += frame === undefined ? 0 : costOf(frame);
    }
    if (this.#head > 64 && this.#head * 2 > this.#frames.length) {
      this.#frames = this.#frames.slice(this.#head);
      this.#head = 0;
    }
    if (freed > 0) this.#count(-freed);
  }

  clear(): void {
    this.shrink(0);
    this.#frames = [];
    this.#head = 0;
  }

  #count(bytes: number): void {
    this.#bytes += bytes;
    this.#budget.change(this, bytes);
  }
}

function costOf({ bytes }: KeptFrame): number {
  return bytes.length + OVERHEAD_BYTES;
}
