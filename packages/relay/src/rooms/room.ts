import { type EndReason, LIMITS, type Presence, type RefusalCode } from "@tacet/wire";
import { answerKnock, doorDeadline, free, knock, knockAgain, shut } from "./door.ts";

/*
 * The life of a pair room, as a machine (spec/relay.md 4 and 5). It knows no socket and reads no clock.
 *
 *            create              enter             leave, burn, time (expiry, grace or going over)
 *  (absent) --------> waiting ---------> paired --------------------------------------------> null
 *                        |                                                                      ^
 *                        +------------- leave, burn, time (expiry, going over) -----------------+
 *
 * In a return room seat 1's leave and time lead back to waiting, and whoever enters after that comes to the door (door.ts).
 *
 * Whether a token or a seat secret fits has been decided before, in constant time, by the registry.
 */

export type SeatNumber = 0 | 1;

/** A seat, or the door of a return room, which is none. */
export type PlaceNumber = SeatNumber | 2;

export const DOOR = 2;

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
  /** Whose turn seat 1 is, from 1; 0 in a room that one cannot come back to. */
  readonly visit: number;
  readonly door: Knocker | null;
  /** How many there were. */
  readonly knocks: number;
}

/** Who is at the door, by the number of the knock. */
export interface Knocker {
  readonly hash: Uint8Array;
  readonly number: number;
  readonly sinceMs: number;
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

/** `fits` names the place whose secret was shown, `token` says that the admission token is the room's. */
export type RoomEvent =
  | {
      readonly on: "enter";
      readonly token: boolean;
      readonly fits: PlaceNumber | null;
      readonly seatHash: Uint8Array;
    }
  | { readonly on: "return"; readonly fits: PlaceNumber | null }
  | { readonly on: "lost"; readonly seat: PlaceNumber; readonly going: boolean }
  | { readonly on: "leave"; readonly seat: PlaceNumber }
  | { readonly on: "answer"; readonly knock: number; readonly letIn: boolean }
  | { readonly on: "burn" }
  | { readonly on: "time" };

/**
 * What the registry does, in order. `admitted` seats the socket that asked, or puts it at the door; `refused` goes to that socket too. `shut`
 * goes to the one at the door, `seated` gives it seat 1, `freed` ends the socket of seat 1.
 */
export type RoomEffect =
  | { readonly do: "admitted"; readonly seat: SeatNumber; readonly other: Presence; readonly door?: true }
  | { readonly do: "knock"; readonly knock: number }
  | { readonly do: "shut"; readonly code: RefusalCode | "left" }
  | { readonly do: "seated" }
  | { readonly do: "freed" }
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
  const lapsed = lapse(room, nowMs);
  if (lapsed === null) return stepLiving(room, event, nowMs);
  const { room: next, effects } = lapsed;
  const then = next === null ? lapsed : stepRoom(next, event, nowMs);
  return { room: then.room, effects: [...effects, ...then.effects] };
}

function stepLiving(room: Room, event: RoomEvent, nowMs: number): RoomStep {
  switch (event.on) {
    case "enter":
      if (event.fits === DOOR) return knockAgain(room, nowMs);
      return event.fits === null ? enter(room, event, nowMs) : returnTo(room, event.fits);
    case "return":
      return event.fits === null || event.fits === DOOR ? refuse(room, "absent") : returnTo(room, event.fits);
    case "lost":
      return event.seat === DOOR ? shut(room, null) : lose(room, event.seat, event.going, nowMs);
    case "leave":
      return leave(room, event.seat);
    case "answer":
      return answerKnock(room, event.knock, event.letIn);
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
  return Math.min(room.expiresMs, doorDeadline(room), ...room.seats.map((seat) => seatDeadline(room, seat)));
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
  const counted = room.visit === 0 ? room.seats : room.seats.slice(0, 1);
  const over = counted.filter((seat) => nowMs >= seatDeadline(room, seat));
  if (over.length === 0) return null;
  return over.some((seat) => seat.going === true) ? "left" : "gone";
}

/** What time ends in a return room without ending it: the second seat's absence, and the patience at the door. Null for nothing. */
function lapse(room: Room, nowMs: number): RoomStep | null {
  const [, guest] = room.seats;
  if (room.visit > 0 && guest !== undefined && nowMs >= seatDeadline(room, guest)) return free(room);
  return nowMs >= doorDeadline(room) ? shut(room, "declined") : null;
}

/** In a return room the second seat alone is left; whoever is at the door gives it up. */
function leave(room: Room, seat: PlaceNumber): RoomStep {
  if (seat === DOOR) return shut(room, "left");
  if (seat === 1 && room.visit > 0) return free(room);
  return { room: null, effects: [{ do: "ended", reason: "left" }] };
}

function asksIn(event: RoomEvent): boolean {
  return event.on === "enter" || event.on === "return";
}

function enter(room: Room, event: RoomEvent & { on: "enter" }, nowMs: number): RoomStep {
  if (!event.token) return refuse(room, "absent");
  // The first to come is expected; after that the creator is asked.
  if (room.visit > 1 || (room.visit === 1 && room.phase === "paired"))
    return knock(room, event.seatHash, nowMs);
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
  const presence = other === undefined && room.visit > 1 ? "left" : presenceOf(other);
  const admitted: RoomEffect = { do: "admitted", seat, other: presence };
  // Told of one that only replaced its socket too: what was on its way to the replaced one is lost (spec/relay.md 3).
  const told: RoomEffect = { do: "presence", to: opposite(seat), other: "present" };
  // Its holder is back: nobody waits for this seat any more. A creator hears who does.
  const { room: next, effects } = seat === 1 ? shut(room, "used") : { room, effects: knocking(room) };
  return {
    room: withSeat(next ?? room, seat, { awaySinceMs: null, going: false }),
    effects: [admitted, ...effects, told],
  };
}

function knocking({ door }: Room): RoomEffect[] {
  return door === null ? [] : [{ do: "knock", knock: door.number }];
}

function lose(room: Room, seat: SeatNumber, going: boolean, nowMs: number): RoomStep {
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
