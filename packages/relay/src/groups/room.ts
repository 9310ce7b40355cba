import { group } from "@tacet/wire/group";
import { gatheredNewest, withLast } from "./gathering.ts";
import { carryOut } from "./orders.ts";
import {
  type GroupEffect,
  type GroupEvent,
  type GroupRoom,
  type GroupSeat,
  type GroupStep,
  freeSeat,
} from "./state.ts";

/*
 * A room for many as a pure machine (spec/relay.md 10.4 to 10.6):
 *
 *            POST /rooms                                  end, owner gone, expiry, idle
 *  (absent) -------------> open <------------ gathering ------------------------------> null
 *                           |   3 s, numbers        ^
 *                           +-----------------------+---- (a ticket after a restart)
 *
 * A seat: free -> present (enter) <-> away (lost, return) -> free (leave, removed, 24 h, or earlier for somebody who enters).
 *
 * Whether a token, a secret or a signature fits has been decided before. Frames themselves are the driver's: the machine says their numbers.
 */

const { limits } = group;
const DORMANT_MS = limits.dormantSeconds * 1000;
const NUMBER_MAX = 0xffff_ffff;

/** Tickets are renewed after so many numbers, and four times in an idle time, so that each says nearly what its holder can have. */
const TICKET_NUMBERS = 4_096;
const TICKETS_PER_IDLE = 4;

export function stepGroup(room: GroupRoom, event: GroupEvent, nowMs: number): GroupStep {
  const reason = reasonOver(room, nowMs);
  if (reason !== null) {
    const refusal: GroupEffect[] = asksIn(event) ? [{ do: "refused", code: "absent" }] : [];
    return { room: null, effects: [{ do: "ended", reason }, ...refusal] };
  }
  const lapsed = lapse(room, nowMs);
  if (lapsed === null) return withTickets(stepLiving(room, event, nowMs), nowMs);
  const then = lapsed.room === null ? lapsed : stepGroup(lapsed.room, event, nowMs);
  return lapsed.room === null ? lapsed : { room: then.room, effects: [...lapsed.effects, ...then.effects] };
}

function stepLiving(room: GroupRoom, event: GroupEvent, nowMs: number): GroupStep {
  switch (event.on) {
    case "frame":
      return numbered(room, nowMs);
    case "said":
      return { room: { ...room, heardMs: nowMs }, effects: [] };
    case "enter":
      if (event.fits !== null) return returnTo(room, event.fits, 0, nowMs);
      return event.token ? enter(room, event.seatHash, nowMs) : refuse(room, "absent");
    case "return":
      return event.fits === null ? refuse(room, "absent") : returnTo(room, event.fits, event.last, nowMs);
    case "lost":
      return { room: withSeat(room, event.seat, { awaySinceMs: nowMs }), effects: [{ do: "seats" }] };
    case "leave":
      return freeSeat(room, event.seat, "left");
    case "order":
      return carryOut(room, event);
    case "time":
      return { room, effects: [] };
    default:
      return event satisfies never;
  }
}

/** When the room has to be looked at again if nothing happens before. */
export function groupDeadlineOf(room: GroupRoom): number {
  const dormant = room.seats.map((seat) => awaySince(seat) + DORMANT_MS);
  const gathered = room.gathering?.untilMs ?? Infinity;
  return Math.min(room.expiresMs, idleDeadline(room), ownerDeadline(room), gathered, ...dormant);
}

/**
 * A ticket of an earlier boot adds its seat, away as all are then: at its number, or at the lowest free one. Null where none is free. The owner's is
 * kept for the owner.
 */
export function seatByTicket(
  room: GroupRoom,
  seat: number,
  hash: Uint8Array,
  isOwner: boolean,
): GroupRoom | null {
  const isItsOwn = seat < room.capacity && (isOwner || (room.seats[seat] ?? null) === null);
  const free = isItsOwn ? seat : lowestFree(room);
  if (free === null) return null;
  return { ...room, seats: room.seats.with(free, { hash, awaySinceMs: room.knownMs }) };
}

function reasonOver(room: GroupRoom, nowMs: number): "expired" | "gone" | null {
  if (nowMs >= room.expiresMs || nowMs >= idleDeadline(room)) return "expired";
  if (nowMs >= ownerDeadline(room)) return "gone";
  return room.newest >= NUMBER_MAX ? "expired" : null;
}

/** What time ends without ending the room: the gathering, and the absence of somebody. Null for nothing. */
function lapse(room: GroupRoom, nowMs: number): GroupStep | null {
  const { gathering } = room;
  if (gathering !== null && nowMs >= gathering.untilMs) {
    const newest = gatheredNewest(room, gathering);
    const ticketed = { atMs: nowMs, newest };
    const gathered = { ...room, newest, gatheredTo: newest, ticketed, gathering: null };
    return { room: gathered, effects: [{ do: "gathered" }, { do: "tickets" }] };
  }
  const dormant = room.seats.findIndex((seat) => nowMs >= awaySince(seat) + DORMANT_MS);
  return dormant === -1 ? null : freeSeat(room, dormant, "dormant");
}

function numbered(room: GroupRoom, nowMs: number): GroupStep {
  if (room.gathering !== null) return { room: { ...room, heardMs: nowMs }, effects: [{ do: "hold" }] };
  const number = room.newest + 1;
  return { room: { ...room, newest: number, heardMs: nowMs }, effects: [{ do: "number", number }] };
}

/** Whatever keeps a room alive renews its tickets in time, or it would outlive them. */
function withTickets(step: GroupStep, nowMs: number): GroupStep {
  const { room, effects } = step;
  if (room === null || room.gathering !== null || room.heardMs !== nowMs) return step;
  const { atMs, newest } = room.ticketed;
  const isDue = room.newest - newest >= TICKET_NUMBERS || nowMs - atMs >= room.idleMs / TICKETS_PER_IDLE;
  if (!isDue) return step;
  const ticketed = { atMs: nowMs, newest: room.newest };
  return { room: { ...room, ticketed }, effects: [...effects, { do: "tickets" }] };
}

function enter(room: GroupRoom, hash: Uint8Array, nowMs: number): GroupStep {
  if (room.locked) return refuse(room, "locked");
  const free = lowestFree(room);
  if (free !== null) return seated(room, free, hash, nowMs);
  const oldest = longestDormant(room, nowMs);
  if (oldest === null) return refuse(room, "full");
  const { room: without, effects } = freeSeat(room, oldest, "dormant");
  if (without === null) return { room: null, effects };
  const then = seated(without, oldest, hash, nowMs);
  return { room: then.room, effects: [...effects, ...then.effects] };
}

function seated(room: GroupRoom, seat: number, hash: Uint8Array, nowMs: number): GroupStep {
  const seats = room.seats.with(seat, { hash, awaySinceMs: null });
  const effects: GroupEffect[] = [{ do: "admitted", seat, returned: false }, { do: "seats" }];
  return { room: { ...room, seats, heardMs: nowMs }, effects };
}

function returnTo(room: GroupRoom, seat: number, last: number, nowMs: number): GroupStep {
  const gathering = withLast(room.gathering, seat, last);
  const back = { ...withSeat(room, seat, { awaySinceMs: null }), gathering, heardMs: nowMs };
  return { room: back, effects: [{ do: "admitted", seat, returned: true }, { do: "seats" }] };
}

function refuse(room: GroupRoom, code: "absent" | "full" | "locked"): GroupStep {
  return { room, effects: [{ do: "refused", code }] };
}

function withSeat(room: GroupRoom, seat: number, change: Omit<GroupSeat, "hash">): GroupRoom {
  const before = room.seats[seat] ?? null;
  return before === null ? room : { ...room, seats: room.seats.with(seat, { ...before, ...change }) };
}

/** A place that is the owner's and not taken is one that its holder has not come back to after a restart. */
function lowestFree({ seats, ownerSeat }: GroupRoom): number | null {
  const free = seats.findIndex((seat, number) => seat === null && number !== ownerSeat);
  return free === -1 ? null : free;
}

function longestDormant({ seats, graceMs, ownerSeat }: GroupRoom, nowMs: number): number | null {
  const since = (number: number): number => awaySince(seats[number] ?? null);
  const dormant = [...seats.keys()].filter(
    (number) => number !== ownerSeat && nowMs >= since(number) + graceMs,
  );
  return dormant.sort((a, b) => since(a) - since(b))[0] ?? null;
}

function awaySince(seat: GroupSeat | null): number {
  return seat?.awaySinceMs ?? Infinity;
}

function idleDeadline({ heardMs, idleMs }: GroupRoom): number {
  return heardMs + idleMs;
}

/** Until when a room that ends with its owner waits for it. */
function ownerDeadline({ ownerLeaves, ownerSeat, seats, graceMs, knownMs }: GroupRoom): number {
  if (!ownerLeaves || ownerSeat === null) return Infinity;
  const seat = seats[ownerSeat] ?? null;
  return (seat === null ? knownMs : awaySince(seat)) + graceMs;
}

function asksIn(event: GroupEvent): boolean {
  return event.on === "enter" || event.on === "return";
}
