import { group } from "@tacet/wire/group";

const { blobBytes, blobMemberBytesMax, blobRoomBytesMax, blobTotalBytesMax } = group.limits;

/** What the blobs of all rooms hold together: past its bound the room that holds most gives way to one that holds less. */
export class BlobBudget {
  readonly #bytesMax: number;
  readonly #stores = new Set<Blobs>();
  #bytes = 0;

  constructor(bytesMax: number = blobTotalBytesMax) {
    this.#bytesMax = bytesMax;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Whether there is room for one more of this store's. */
  take(store: Blobs): boolean {
    while (this.#bytes + blobBytes > this.#bytesMax) {
      let largest = store;
      for (const one of this.#stores) if (one.bytes > largest.bytes) largest = one;
      if (largest.bytes <= store.bytes + blobBytes) return false;
      largest.dropOldest();
    }
    this.#stores.add(store);
    this.#bytes += blobBytes;
    return true;
  }

  gaveUp(store: Blobs, bytes: number): void {
    this.#bytes -= bytes;
    if (store.bytes === 0) this.#stores.delete(store);
  }
}

interface Kept {
  readonly seat: number;
  readonly block: Buffer;
}

/** The sealed parts of files of one room, by number (spec/relay.md 10.7). */
export class Blobs {
  readonly #budget: BlobBudget;
  readonly #kept = new Map<number, Kept>();
  readonly #bytesOfSeats = new Map<number, number>();
  #last = 0;

  constructor(budget: BlobBudget) {
    this.#budget = budget;
  }

  get bytes(): number {
    return this.#kept.size * blobBytes;
  }

  /** Keeps a copy; null where there is no room for it. */
  put(seat: number, block: Uint8Array): number | null {
    const ofSeat = (this.#bytesOfSeats.get(seat) ?? 0) + blobBytes;
    if (ofSeat > blobMemberBytesMax || this.bytes + blobBytes > blobRoomBytesMax) return null;
    if (!this.#budget.take(this)) return null;
    const copy = Buffer.allocUnsafeSlow(block.length);
    copy.set(block);
    this.#last += 1;
    this.#kept.set(this.#last, { seat, block: copy });
    this.#bytesOfSeats.set(seat, ofSeat);
    return this.#last;
  }

  get(number: number): Buffer | null {
    return this.#kept.get(number)?.block ?? null;
  }

  /** Forgets a blob of this seat; false where it has no such. */
  erase(seat: number, number: number): boolean {
    if (this.#kept.get(number)?.seat !== seat) return false;
    this.#forget(number, seat);
    return true;
  }

  /** Forgets all of a seat's. */
  eraseOf(seat: number): void {
    for (const [number, kept] of this.#kept) if (kept.seat === seat) this.#forget(number, seat);
  }

  /** Gives up the oldest of all. */
  dropOldest(): void {
    const [oldest] = this.#kept;
    if (oldest !== undefined) this.#forget(oldest[0], oldest[1].seat);
  }

  clear(): void {
    for (const [number, { seat }] of this.#kept) this.#forget(number, seat);
  }

  #forget(number: number, seat: number): void {
    this.#kept.delete(number);
    this.#budget.gaveUp(this, blobBytes);
    const left = (this.#bytesOfSeats.get(seat) ?? 0) - blobBytes;
    if (left > 0) this.#bytesOfSeats.set(seat, left);
    else this.#bytesOfSeats.delete(seat);
  }
}
