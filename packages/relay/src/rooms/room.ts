import type { EndReason, Presence, RefusalCode } from "@tacet/wire";

/*
 * The life of a pair room, as a machine (spec/relay.md 4 and 5). It knows no socket and reads no clock.
 *
 *            create              enter                leave, burn, time (expiry, grace over)
 *  (absent) --------> waiting ---------> paired --------------------------------------------> null
 *                        |                                                                      ^
 *                        +--------------------- leave, burn, time (expiry) ---------------------+
 *
 * Whether a token or a seat secret fits has been decided before, in constant time, by the registry.
 */

export type SeatNumber = 0 | 1;

/** `awaySinceMs` is null while the seat has a socket. The hash is of its holder's seat secret. */
export interface Seat {
  readonly hash: Uint8Array;
  readonly awaySinceMs: number | null;
}

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
  | { readonly on: "lost"; readonly seat: SeatNumber }
  | { readonly on: "leave" }
  | { readonly on: "burn" }
  | { readonly on: "time" };

/** What the registry does, in order. `admitted` seats the socket that asked; `refused` goes to that socket too. */
export type RoomEffect =
  | { readonly do: "admitted"; readonly seat: SeatNumber; readonly other: Presence }
  | { readonly do: "refused"; readonly code: RefusalCode }
  | { readonly do: "presence"; readonly to: SeatNumber; readonly other: Presence }
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
      return lose(room, event.seat, nowMs);
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
  if (room.phase === "waiting") return room.expiresMs;
  const grace = room.seats.map((seat) => (seat.awaySinceMs ?? Infinity) + room.graceMs);
  return Math.min(room.expiresMs, ...grace);
}

/** A ticket of an earlier boot names the holder of a seat that this room believes free: it adds it, and removes none. */
export function addUsedSeat(room: WaitingRoom, hash: Uint8Array, awaySinceMs: number): PairedRoom {
  const first = room.seats[0];
  const away = first.awaySinceMs === null ? first : { ...first, awaySinceMs };
  return { ...room, phase: "paired", seats: [away, { hash, awaySinceMs }] };
}

function reasonOver(room: Room, nowMs: number): EndReason | null {
  if (nowMs >= room.expiresMs) return "expired";
  return nowMs >= deadlineOf(room) ? "gone" : null;
}

function asksIn(event: RoomEvent): boolean {
  return event.on === "enter" || event.on === "return";
}

function enter(room: Room, event: RoomEvent & { on: "enter" }, nowMs: number): RoomStep {
  if (!event.token) return refuse(room, "absent");
  if (room.phase === "paired") return refuse(room, "used");
  // The creator's absence counts from here: a waiting room needs no socket.
  const first = room.seats[0];
  const creator = first.awaySinceMs === null ? first : { ...first, awaySinceMs: nowMs };
  const seats = [creator, { hash: event.seatHash, awaySinceMs: null }] as const;
  const admitted: RoomEffect = { do: "admitted", seat: 1, other: presenceOf(creator) };
  const told: RoomEffect[] = [
    { do: "presence", to: 0, other: "present" },
    { do: "ticket", to: 0 },
  ];
  return { room: { ...room, phase: "paired", seats }, effects: [admitted, ...told] };
}

function returnTo(room: Room, seat: SeatNumber): RoomStep {
  const wasAway = room.seats[seat]?.awaySinceMs !== null;
  const other = otherOf(room, seat);
  const admitted: RoomEffect = { do: "admitted", seat, other: presenceOf(other) };
  const told: RoomEffect[] = wasAway ? [{ do: "presence", to: opposite(seat), other: "present" }] : [];
  return { room: withSeat(room, seat, null), effects: [admitted, ...told] };
}

function lose(room: Room, seat: SeatNumber, nowMs: number): RoomStep {
  const told: RoomEffect = { do: "presence", to: opposite(seat), other: "away" };
  return { room: withSeat(room, seat, nowMs), effects: [told] };
}

function refuse(room: Room, code: RefusalCode): RoomStep {
  return { room, effects: [{ do: "refused", code }] };
}

function withSeat(room: Room, seat: SeatNumber, awaySinceMs: number | null): Room {
  const [first, second] = room.seats;
  if (seat === 0 && room.phase === "waiting") return { ...room, seats: [{ ...first, awaySinceMs }] };
  if (room.phase === "waiting" || second === undefined) return room;
  return seat === 0
    ? { ...room, seats: [{ ...first, awaySinceMs }, second] }
    : { ...room, seats: [first, { ...second, awaySinceMs }] };
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
