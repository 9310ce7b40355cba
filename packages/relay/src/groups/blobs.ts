import { group } from "@tacet/wire/group";

/** What the blobs of all rooms hold together. */
export interface BlobBudget {
  bytes: number;
}

interface Kept {
  readonly seat: number;
  readonly block: Buffer;
}

const { blobBytes, blobMemberBytesMax, blobRoomBytesMax, blobTotalBytesMax } = group.limits;

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
    if (this.#budget.bytes + blobBytes > blobTotalBytesMax) return null;
    const copy = Buffer.allocUnsafeSlow(block.length);
    copy.set(block);
    this.#last += 1;
    this.#kept.set(this.#last, { seat, block: copy });
    this.#bytesOfSeats.set(seat, ofSeat);
    this.#budget.bytes += blobBytes;
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

  clear(): void {
    this.#budget.bytes -= this.bytes;
    this.#kept.clear();
    this.#bytesOfSeats.clear();
  }

  #forget(number: number, seat: number): void {
    this.#kept.delete(number);
    this.#budget.bytes -= blobBytes;
    const left = (this.#bytesOfSeats.get(seat) ?? 0) - blobBytes;
    if (left > 0) this.#bytesOfSeats.set(seat, left);
    else this.#bytesOfSeats.delete(seat);
  }
}
