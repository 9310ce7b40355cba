import { LIMITS } from "@tacet/wire";
import type { Knocker, PairedRoom, Room, RoomEffect, RoomStep, WaitingRoom } from "./room.ts";

/*
 * The door of a return room (spec/relay.md 4): where whoever has the token waits for the creator's word, once the second seat was used.
 *
 *                    enter                    let in
 *  (nobody) ------------------------> knocker --------> seat 1, whose holder was away or had left
 *      ^                                 |
 *      +--- refuse, 90 s, socket gone ---+--- seat 1's holder returned
 *
 * A seat is never given up for a knock alone. `visit` counts whose turn seat 1 is, so that tickets of different turns can be told apart.
 */

const VISITS_MAX = 255;

/** Somebody with the token, and with a seat secret that fits no seat. */
export function knock(room: Room, seatHash: Uint8Array, nowMs: number): RoomStep {
  const [creator, guest] = room.seats;
  if (guest?.awaySinceMs === null) return refused(room, "used");
  const { door, knocks, visit } = room;
  if (door !== null || knocks >= LIMITS.knocksOfRoomMax || visit >= VISITS_MAX)
    return refused(room, "declined");
  const next: Knocker = { hash: seatHash, number: knocks + 1, sinceMs: nowMs };
  const other = creator.awaySinceMs === null ? "present" : "away";
  const effects: RoomEffect[] = [
    { do: "admitted", seat: 1, other, door: true },
    { do: "knock", knock: next.number },
  ];
  return { room: { ...room, door: next, knocks: next.number }, effects };
}

/** The same knocker with another socket: what was on its way to the first is lost, so it is a new knock. */
export function knockAgain(room: Room, nowMs: number): RoomStep {
  const { door } = room;
  if (door === null) return refused(room, "declined");
  const again = knock({ ...room, door: null }, door.hash, nowMs);
  if (again.room?.door !== null) return again;
  // One knock too many: the socket that it has at the door goes too, or it would stay where nobody is.
  const { room: left, effects } = shut(room, "declined");
  return { room: left, effects: [...effects, ...again.effects] };
}

/** The creator's word on a knock. One that is over has no answer. */
export function answerKnock(room: Room, number: number, letIn: boolean): RoomStep {
  const { door } = room;
  if (door?.number !== number) return { room, effects: [] };
  return letIn ? letInto(room, door) : shut(room, "declined");
}

function letInto(room: Room, { hash }: Knocker): RoomStep {
  const seats = [room.seats[0], { hash, awaySinceMs: null }] as const;
  const paired: PairedRoom = { ...room, phase: "paired", seats, door: null, visit: nextVisit(room) };
  const effects: RoomEffect[] = [
    { do: "seated" },
    { do: "ticket", to: 1 },
    { do: "ticket", to: 0 },
    { do: "presence", to: 0, other: "present" },
  ];
  return { room: paired, effects };
}

/** Nobody is at the door any more: it gave up (`left`), or without a code its socket is gone. */
export function shut(room: Room, code: "declined" | "used" | "left" | null): RoomStep {
  if (room.door === null) return { room, effects: [] };
  const told: RoomEffect[] = code === null ? [] : [{ do: "shut", code }];
  return { room: { ...room, door: null }, effects: [...told, { do: "knock", knock: 0 }] };
}

/** Seat 1 is free again: its holder left, or is gone. Who is at the door stays there. */
export function free(room: Room): RoomStep {
  const waiting: WaitingRoom = {
    ...room,
    phase: "waiting",
    seats: [room.seats[0]],
    visit: nextVisit(room),
  };
  const effects: RoomEffect[] = [
    { do: "freed" },
    { do: "presence", to: 0, other: "left" },
    { do: "ticket", to: 0 },
  ];
  return { room: waiting, effects };
}

/** What a ticket of a later visit says of seat 1 (spec/relay.md 6). */
export function revisit(
  room: Room,
  visit: number,
  hash: Uint8Array | null,
  awaySinceMs: number,
): WaitingRoom | PairedRoom {
  const facts = { ...room, visit, door: null };
  if (hash === null) return { ...facts, phase: "waiting", seats: [room.seats[0]] };
  return { ...facts, phase: "paired", seats: [room.seats[0], { hash, awaySinceMs }] };
}

/** Until when somebody may be at the door. */
export function doorDeadline({ door }: Room): number {
  return door === null ? Infinity : door.sinceMs + LIMITS.knockMs;
}

function nextVisit({ visit }: Room): number {
  return Math.min(visit + 1, VISITS_MAX);
}

function refused(room: Room, code: "declined" | "used"): RoomStep {
  return { room, effects: [{ do: "refused", code }] };
}
