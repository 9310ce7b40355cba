import { group } from "@tacet/wire/group";
import type { GroupEntry, SeatState } from "./entry.ts";
import { framed, headerBytesOf, writeHeader } from "./framing.ts";
import type { KeptFrame } from "./ring.ts";
import { seatsOf } from "./state.ts";

/*
 * What a tick brought goes out at its end (spec/relay.md 10.4): each frame was framed once, those of a tick are put together once, and every
 * receiver gets one write of the same memory. Each seat has a cursor, so who returned and who reads slowly are served from the ring, by as much
 * as their line takes, and whoever is abreast of the room is served from the tick.
 */

/** Past this a receiver is left to its line: what comes is in the ring, and it gets it from there when the line is empty. */
const WAITING_BYTES_MAX = 262_144;

/** A tick's frames beyond this are not put together: who gets them gets them one by one, from the same memory. */
const JOINED_BYTES_MAX = 262_144;

const COUNTER_OFFSET = 1;

/** One copy of a frame, with its number, for the ring and for all who get it. */
export function keep(entry: GroupEntry, number: number, seat: number, frame: Buffer): void {
  const headerBytes = headerBytesOf(frame.length);
  const bytes = Buffer.allocUnsafeSlow(headerBytes + frame.length);
  writeHeader(bytes, frame.length);
  frame.copy(bytes, headerBytes);
  group.stampNumbered(bytes.subarray(headerBytes), number, seat);
  entry.ring.push({ bytes, seat, counter: frame.readUInt32BE(COUNTER_OFFSET) });
  if (entry.batchFirst === 0) entry.batchFirst = number;
  entry.batchSeats.add(seat);
}

/** The end of a tick: presence first, then frames. */
export function flush(entry: GroupEntry): void {
  if (entry.isSeatsDue) tellSeats(entry);
  const { batchFirst, ring } = entry;
  if (entry.room.gathering === null) {
    const joined = batchFirst === 0 ? null : join(entry);
    for (let seat = 0; seat < entry.seats.length; seat += 1) {
      const state = entry.seats[seat] ?? null;
      if (state === null || state.socket === null || state.cursor === ring.next) continue;
      const isAbreast = joined !== null && state.cursor === batchFirst && !entry.batchSeats.has(seat);
      if (isAbreast && state.socket.waitingBytes === 0) {
        state.cursor = ring.next;
        state.socket.write(joined);
      } else serve(entry, seat, state);
    }
  }
  entry.batchFirst = 0;
  entry.batchSeats.clear();
}

/** Gives a seat what it lacks, as far as its line takes it. */
export function serve(entry: GroupEntry, seat: number, state: SeatState): void {
  const { ring, room } = entry;
  const { socket } = state;
  if (socket === null || room.gathering !== null) return;
  if (state.cursor === 0) state.cursor = ring.next;
  if (state.cursor < ring.first || state.cursor > ring.next) {
    state.cursor = state.cursor > ring.next ? ring.next : ring.first;
    socket.write([framed(group.encodeFrom({ kind: "gap", first: state.cursor }))]);
  }
  const parts: Buffer[] = [];
  let bytes = socket.waitingBytes;
  while (state.cursor < ring.next && bytes < WAITING_BYTES_MAX) {
    const part = partFor(seat, state.cursor, ring.at(state.cursor));
    if (part === null) break;
    parts.push(part);
    bytes += part.length;
    state.cursor += 1;
  }
  if (parts.length > 0) socket.write(parts);
}

/** Who sent a frame hears its number in its place. */
function partFor(seat: number, number: number, kept: KeptFrame | null): Buffer | null {
  if (kept?.seat !== seat) return kept?.bytes ?? null;
  return framed(group.encodeFrom({ kind: "placed", counter: kept.counter, number }));
}

/** All frames of the tick as one piece of memory; null where they are too many or not all kept. */
function join({ batchFirst, ring }: GroupEntry): readonly Buffer[] | null {
  const parts: Buffer[] = [];
  let bytes = 0;
  for (let number = batchFirst; number < ring.next; number += 1) {
    const kept = ring.at(number);
    bytes += kept?.bytes.length ?? Infinity;
    if (kept === null || bytes > JOINED_BYTES_MAX) return null;
    parts.push(kept.bytes);
  }
  return parts.length === 1 ? parts : [Buffer.concat(parts)];
}

function tellSeats(entry: GroupEntry): void {
  entry.isSeatsDue = false;
  const told = [framed(group.encodeFrom({ kind: "seats", ...seatsOf(entry.room) }))];
  for (const state of entry.seats) state?.socket?.write(told);
}
