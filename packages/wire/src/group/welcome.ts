import { WireError } from "../error.ts";
import { FieldReader, FieldWriter, writeU64 } from "../fields.ts";
import { readTicket, writeTicket } from "../ticket.ts";
import { readServers, writeServers } from "../welcome.ts";
import { GROUP_LIMITS } from "./limits.ts";
import { readSeats, type Seats, writeSeats } from "./seats.ts";

export const GROUP_WELCOME_KIND = 140;

/** What `time left` says of a room without an end. */
const NEVER = 0xffff_ffff;

const FRAME_BYTES = 1024;
const LOCKED = 1;
const OWNER_LEAVES = 2;

/**
 * Admission to a room for many (spec/relay.md 10.3). `newest` is the room's newest number, 0 for none; `timeLeftMs` is null in a room without an end;
 * `idleSeconds` ends a room in which nothing is said; `nonce` (32) is what this connection's commands are signed over. The file limits are
 * bytes, 0 for none.
 */
export interface GroupWelcome extends Seats {
  readonly kind: "group-welcome";
  readonly seat: number;
  readonly newest: number;
  readonly timeLeftMs: number | null;
  readonly idleSeconds: number;
  readonly graceSeconds: number;
  readonly directFileBytesMax: number;
  readonly relayedFileBytesMax: number;
  readonly capacity: number;
  readonly locked: boolean;
  readonly ownerLeaves: boolean;
  readonly nonce: Uint8Array;
  readonly ticket: Uint8Array;
  readonly stun: readonly string[];
}

/**
 * `kind 140 | seat u8 | newest u32 | time left u32 ms | idle u32 s | grace u32 s | direct limit u64 | relayed limit u64 | capacity u8 | flags u8 | nonce (32) |
 * taken (13) | present (13) | ticket length u16 | ticket | count u8 | servers | zeros`, each server `length u8 | URL`.
 */
export function encodeGroupWelcome(welcome: GroupWelcome): Uint8Array {
  checkWelcome(welcome);
  if (welcome.timeLeftMs === NEVER) throw new WireError("field");
  const writer = new FieldWriter(GROUP_WELCOME_KIND, FRAME_BYTES)
    .u8(welcome.seat)
    .u32(welcome.newest)
    .u32(welcome.timeLeftMs ?? NEVER)
    .u32(welcome.idleSeconds)
    .u32(welcome.graceSeconds);
  writeU64(writer, welcome.directFileBytesMax);
  writeU64(writer, welcome.relayedFileBytesMax)
    .u8(welcome.capacity)
    .u8((welcome.locked ? LOCKED : 0) | (welcome.ownerLeaves ? OWNER_LEAVES : 0))
    .bytes(welcome.nonce, 32);
  return writeServers(writeTicket(writeSeats(writer, welcome), welcome.ticket), welcome.stun).done();
}

export function decodeGroupWelcome(frame: Uint8Array): GroupWelcome {
  const reader = new FieldReader(frame, FRAME_BYTES);
  const head = {
    kind: "group-welcome",
    seat: reader.u8(),
    newest: reader.u32(),
    timeLeftMs: orNull(reader.u32()),
    idleSeconds: reader.u32(),
    graceSeconds: reader.u32(),
    directFileBytesMax: reader.u64(),
    relayedFileBytesMax: reader.u64(),
    capacity: reader.u8(),
  } as const;
  const flags = reader.u8();
  if (flags > (LOCKED | OWNER_LEAVES)) throw new WireError("field");
  const welcome: GroupWelcome = {
    ...head,
    locked: (flags & LOCKED) !== 0,
    ownerLeaves: (flags & OWNER_LEAVES) !== 0,
    nonce: reader.bytes(32),
    ...readSeats(reader),
    ticket: readTicket(reader),
    stun: readServers(reader),
  };
  checkWelcome(welcome);
  reader.end();
  return welcome;
}

/** The own seat is taken and present, and no seat lies beyond the room's capacity. */
function checkWelcome({ seat, capacity, taken, present }: GroupWelcome): void {
  if (capacity < GROUP_LIMITS.capacityMin || capacity > GROUP_LIMITS.capacityMax)
    throw new WireError("field");
  if (!present.includes(seat) || taken.some((one) => one >= capacity)) throw new WireError("field");
}

function orNull(timeLeftMs: number): number | null {
  return timeLeftMs === NEVER ? null : timeLeftMs;
}
