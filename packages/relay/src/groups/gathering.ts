import { group } from "@tacet/wire/group";
import type { GroupEntry, GroupPlace, SeatState } from "./entry.ts";
import type { Gathering, GroupRoom } from "./state.ts";

/* What a room does with those who return after a restart (spec/relay.md 10.6). */

/** The cursor of a seat whose numbers are not the room's: what it hears next is `gap`. */
const ELSEWHERE: number = Infinity;

/** What all rooms that gather hold together. */
export interface HeldBudget {
  bytes: number;
}

const { waitingSeatBytesMax, waitingSeatFramesMax, waitingTotalBytesMax } = group.limits;

/** Somebody is back and says what it has: 0, where that is not believed, is no word. */
export function withLast(gathering: Gathering | null, seat: number, last: number): Gathering | null {
  if (gathering === null || last === 0) return gathering;
  const lasts = [...gathering.lasts];
  lasts[seat] = Math.max(lasts[seat] ?? 0, last);
  return { ...gathering, lasts };
}

/** A ticket says more than those before it: what is issued from now on says as much, or a second restart would not believe its holder. */
export function withTold(room: GroupRoom, told: number): GroupRoom {
  const { gathering } = room;
  return gathering === null || told <= gathering.told ? room : { ...room, gathering: { ...gathering, told } };
}

/**
 * The newest number of a room that has gathered: the highest that two members have, the owner, or who is alone; and never less than what
 * the relay has said in a ticket. One member who claims too much so moves nobody out of the room's order.
 */
export function gatheredNewest({ newest, ownerSeat }: GroupRoom, { floor, lasts }: Gathering): number {
  const said = lasts.filter((last) => last !== undefined).toSorted((a, b) => b - a);
  const shared = said[1] ?? said[0] ?? 0;
  const owners = ownerSeat === null ? 0 : (lasts[ownerSeat] ?? 0);
  return Math.max(newest, floor, shared, owners);
}

/** While the room gathers, frames wait; who fills its own share ends its own socket. */
export function hold(
  entry: GroupEntry,
  budget: HeldBudget,
  { frame, place }: { readonly frame?: Buffer; readonly place?: GroupPlace },
): void {
  if (frame === undefined || place === undefined) return;
  const own = entry.held.filter((one) => one.place.seat === place.seat);
  const bytes = own.reduce((sum, one) => sum + one.frame.length, frame.length);
  const isTooMuch = own.length >= waitingSeatFramesMax || bytes > waitingSeatBytesMax;
  if (isTooMuch || budget.bytes + frame.length > waitingTotalBytesMax) {
    entry.seats[place.seat]?.socket?.finish(group.encodeFrom({ kind: "fault", code: "rate" }));
    return;
  }
  entry.held.push({ place, frame: Buffer.from(frame) });
  budget.bytes += frame.length;
}

/** Takes out what waits, of one seat or of all. */
export function release(entry: GroupEntry, budget: HeldBudget, seat?: number): GroupEntry["held"] {
  const out = entry.held.filter((one) => seat === undefined || one.place.seat === seat);
  entry.held = seat === undefined ? [] : entry.held.filter((one) => one.place.seat !== seat);
  for (const { frame } of out) budget.bytes -= frame.length;
  return out;
}

/** The room goes on from its newest number, and so does everybody who has it. */
export function resume(entry: GroupEntry): void {
  entry.ring.restart(entry.room.newest + 1);
  for (const state of entry.seats) {
    if (state === null) continue;
    if (state.cursor === 0) state.cursor = entry.ring.next;
    else if (state.cursor > entry.ring.next) goElsewhere(state, state.cursor - 1);
  }
}

function goElsewhere(state: SeatState, last: number): void {
  state.cursor = ELSEWHERE;
  state.strayLast = last;
}

/**
 * Sets what a seat gets next, by what its holder says to have. Numbers beyond those that the room went on from are of another order; and whoever
 * returns with exactly those may not have heard of it, since the line may have broken before the gap.
 */
export function pointTo(
  { room, ring }: GroupEntry,
  state: SeatState,
  last: number | undefined,
  ofEarlierBoot: boolean,
): void {
  if (room.gathering !== null) {
    state.cursor = last === undefined ? 0 : last + 1;
  } else if (last === undefined) {
    state.cursor = ring.next;
  } else {
    const known = ofEarlierBoot || state.cursor === ELSEWHERE ? room.gatheredTo : room.newest;
    if (last > known || last === state.strayLast) return goElsewhere(state, last);
    state.cursor = last + 1;
  }
  state.strayLast = null;
}
