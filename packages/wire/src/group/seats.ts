import { WireError } from "../error.ts";
import { FieldReader, FieldWriter } from "../fields.ts";
import { GROUP_LIMITS } from "./limits.ts";

export const SEATS_KIND = 141;

const FRAME_BYTES = 256;
const BITMAP_BYTES = 13;

/** Which seats are taken and which of these have a socket, as seat numbers, rising. */
export interface Seats {
  readonly taken: readonly number[];
  readonly present: readonly number[];
}

/** `kind 141 | taken (13) | present (13) | zeros` (spec/relay.md 10.3). */
export function encodeSeats(seats: Seats): Uint8Array {
  return writeSeats(new FieldWriter(SEATS_KIND, FRAME_BYTES), seats).done();
}

export function decodeSeats(frame: Uint8Array): Seats {
  const reader = new FieldReader(frame, FRAME_BYTES);
  const seats = readSeats(reader);
  reader.end();
  return seats;
}

/** Both bitmaps, as a welcome carries them too: seat s is bit s mod 8, the lowest first, of byte s / 8. */
export function writeSeats(writer: FieldWriter, { taken, present }: Seats): FieldWriter {
  const [all, here] = [bitmapOf(taken), bitmapOf(present)];
  checkWithin(all, here);
  return writer.bytes(all, BITMAP_BYTES).bytes(here, BITMAP_BYTES);
}

export function readSeats(reader: FieldReader): Seats {
  const [all, here] = [reader.bytes(BITMAP_BYTES), reader.bytes(BITMAP_BYTES)];
  checkWithin(all, here);
  return { taken: seatsOf(all), present: seatsOf(here) };
}

/** Nobody is present in a seat that is not taken. */
function checkWithin(all: Uint8Array, here: Uint8Array): void {
  if (here.some((byte, index) => (byte & ~(all[index] ?? 0)) !== 0)) throw new WireError("field");
}

function bitmapOf(seats: readonly number[]): Uint8Array {
  const bitmap = new Uint8Array(BITMAP_BYTES);
  for (const seat of seats) {
    if (!Number.isInteger(seat) || seat < 0 || seat >= GROUP_LIMITS.capacityMax) throw new WireError("field");
    const at = seat >> 3;
    bitmap[at] = (bitmap[at] ?? 0) | (1 << (seat & 7));
  }
  return bitmap;
}

function seatsOf(bitmap: Uint8Array): readonly number[] {
  const seats: number[] = [];
  for (let seat = 0; seat < BITMAP_BYTES * 8; seat += 1) {
    if (((bitmap[seat >> 3] ?? 0) & (1 << (seat & 7))) === 0) continue;
    if (seat >= GROUP_LIMITS.capacityMax) throw new WireError("field");
    seats.push(seat);
  }
  return seats;
}
