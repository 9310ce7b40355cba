import { type EndReason, LIMITS, type Presence, type RefusalCode } from "@tacet/wire";

/*
 * The life of a pair room, as a machine (spec/relay.md 4 and 5). It knows no socket and reads no clock.
 *
 *            create              enter             leave, burn, time (expiry, grace or going over)
 *  (absent) --------> waiting ---------> paired --------------------------------------------> null
 *                        |                                                                      ^
 *                        +------------- leave, burn, time (expiry, going over) -----------------+
 *
 * Whether a token or a seat secret fits has been decided before, in constant time, by the registry.
 */

export type SeatNumber = 0 | 1;

/**
 * `awaySinceMs` is null while the seat has a socket. `going` says that its last socket went as a closed page's does, which seldom
 * returns. The hash is of its holder's seat secret.
 */
export interface Seat {
  readonly hash: Uint8Array;
  readonly awaySinceMs: number | null;
  readonly going?: boolean;
}

/** How long a seat that is going may still return: browsers and proxies say the same of pages that live. */
const GOING_MS = LIMITS.goingAwaySeconds * 1000;

interface RoomFacts {
  readonly id: Uint8Array;
  readonly admissionHash: Uint8Array;
  readonly path: number;
  readonly createdMs: number;
  readonly expiresMs: number;
  readonly graceMs: number;
}

export interface WaitingRoom extends RoomFacts {
  readonly phase: "waiting";
  readonly seats: readonly [Seat];
}

export interface PairedRoom extends RoomFacts {
  readonly phase: "paired";
  readonly seats: readonly [Seat, Seat];
}

export type Room = WaitingRoom | PairedRoom;

/** `fits` names the seat whose secret was shown, `token` says that the admission token is the room's. */
export type RoomEvent =
  | {
      readonly on: "enter";
      readonly token: boolean;
      readonly fits: SeatNumber | null;
      readonly seatHash: Uint8Array;
    }
  | { readonly on: "return"; readonly fits: SeatNumber | null }
  | { readonly on: "lost"; readonly seat: SeatNumber; readonly going: boolean }
  | { readonly on: "leave" }
  | { readonly on: "burn" }
  | { readonly on: "time" };

/** What the registry does, in order. `admitted` seats the socket that asked; `refused` goes to that socket too. */
export type RoomEffect =
  | { readonly do: "admitted"; readonly seat: SeatNumber; readonly other: Presence }
  | { readonly do: "refused"; readonly code: RefusalCode }
  | { readonly do: "presence"; readonly to: SeatNumber; readonly other: Presence | "going" }
  | { readonly do: "ticket"; readonly to: SeatNumber }
  | { readonly do: "ended"; readonly reason: EndReason };

/** A null room has ended: everything of it is to be erased. */
export interface RoomStep {
  readonly room: Room | null;
  readonly effects: readonly RoomEffect[];
}

export function stepRoom(room: Room, event: RoomEvent, nowMs: number): RoomStep {
  const over = reasonOver(room, nowMs);
  if (over !== null) {
    const refusal: RoomEffect[] = asksIn(event) ? [{ do: "refused", code: "absent" }] : [];
    return { room: null, effects: [{ do: "ended", reason: over }, ...refusal] };
  }
  switch (event.on) {
    case "enter":
      return event.fits === null ? enter(room, event, nowMs) : returnTo(room, event.fits);
    case "return":
      return event.fits === null ? refuse(room, "absent") : returnTo(room, event.fits);
    case "lost":
      return lose(room, event, nowMs);
    case "leave":
      return { room: null, effects: [{ do: "ended", reason: "left" }] };
    case "burn":
      return { room: null, effects: [{ do: "ended", reason: "burned" }] };
    case "time":
      return { room, effects: [] };
    default:
      return event satisfies never;
  }
}

/** When the room has to be looked at again if nothing happens before. */
export function deadlineOf(room: Room): number {
  return Math.min(room.expiresMs, ...room.seats.map((seat) => seatDeadline(room, seat)));
}

/** Until when a seat may stay without a socket; the creator of a waiting room needs none. */
function seatDeadline(room: Room, { awaySinceMs, going }: Seat): number {
  if (awaySinceMs === null) return Infinity;
  if (going === true) return awaySinceMs + Math.min(GOING_MS, room.graceMs);
  return room.phase === "waiting" ? Infinity : awaySinceMs + room.graceMs;
}

/** A ticket of an earlier boot names the holder of a seat that this room believes free: it adds it, and removes none. */
export function addUsedSeat(room: WaitingRoom, hash: Uint8Array, awaySinceMs: number): PairedRoom {
  return { ...room, phase: "paired", seats: [absentFrom(room.seats[0], awaySinceMs), { hash, awaySinceMs }] };
}

/** A creator's absence counts from the moment of pairing; one that is going has its own time. */
function absentFrom(creator: Seat, awaySinceMs: number): Seat {
  return creator.awaySinceMs === null || creator.going === true ? creator : { ...creator, awaySinceMs };
}

function reasonOver(room: Room, nowMs: number): EndReason | null {
  if (nowMs >= room.expiresMs) return "expired";
  const over = room.seats.filter((seat) => nowMs >= seatDeadline(room, seat));
  if (over.length === 0) return null;
  return over.some((seat) => seat.going === true) ? "left" : "gone";
}

function asksIn(event: RoomEvent): boolean {
  return event.on === "enter" || event.on === "return";
}

function enter(room: Room, event: RoomEvent & { on: "enter" }, nowMs: number): RoomStep {
  if (!event.token) return refuse(room, "absent");
  if (room.phase === "paired") return refuse(room, "used");
  const creator = absentFrom(room.seats[0], nowMs);
  const seats = [creator, { hash: event.seatHash, awaySinceMs: null }] as const;
  const admitted: RoomEffect = { do: "admitted", seat: 1, other: presenceOf(creator) };
  const told: RoomEffect[] = [
    { do: "presence", to: 0, other: "present" },
    { do: "ticket", to: 0 },
  ];
  return { room: { ...room, phase: "paired", seats }, effects: [admitted, ...told] };
}

function returnTo(room: Room, seat: SeatNumber): RoomStep {
  const other = otherOf(room, seat);
  const admitted: RoomEffect = { do: "admitted", seat, other: presenceOf(other) };
  // Told of one that only replaced its socket too: what was on its way to the replaced one is lost (spec/relay.md 3).
  const told: RoomEffect = { do: "presence", to: opposite(seat), other: "present" };
  return { room: withSeat(room, seat, { awaySinceMs: null, going: false }), effects: [admitted, told] };
}

function lose(room: Room, { seat, going }: RoomEvent & { on: "lost" }, nowMs: number): RoomStep {
  const told: RoomEffect = { do: "presence", to: opposite(seat), other: going ? "going" : "away" };
  return { room: withSeat(room, seat, { awaySinceMs: nowMs, going }), effects: [told] };
}

function refuse(room: Room, code: RefusalCode): RoomStep {
  return { room, effects: [{ do: "refused", code }] };
}

function withSeat(room: Room, seat: SeatNumber, change: Omit<Seat, "hash">): Room {
  const [first, second] = room.seats;
  if (seat === 0 && room.phase === "waiting") return { ...room, seats: [{ ...first, ...change }] };
  if (room.phase === "waiting" || second === undefined) return room;
  return seat === 0
    ? { ...room, seats: [{ ...first, ...change }, second] }
    : { ...room, seats: [first, { ...second, ...change }] };
}

function otherOf(room: Room, seat: SeatNumber): Seat | undefined {
  return room.seats[opposite(seat)];
}

function presenceOf(seat: Seat | undefined): Presence {
  if (seat === undefined) return "never";
  return seat.awaySinceMs === null ? "present" : "away";
}

/** The other seat of a room for two. */
export function opposite(seat: SeatNumber): SeatNumber {
  return seat === 0 ? 1 : 0;
}
