import { LIMITS } from "@tacet/wire";
import { group } from "@tacet/wire/group";
import { Bucket } from "../limits/bucket.ts";
import type { RelayPorts } from "../ports.ts";
import { hex } from "../proofs/hashes.ts";
import { type BlobBudget, Blobs } from "./blobs.ts";
import type { GroupEntry, GroupPlace, SeatState } from "./entry.ts";
import { Ring, type RingBudget } from "./ring.ts";
import { type GroupEffect, type GroupRoom, seatsOf } from "./state.ts";

/** What is so in every room that nobody has changed yet. */
export const FRESH = {
  ownerSeat: 0,
  moderators: [],
  locked: false,
  newest: 0,
  change: 0,
  gathering: null,
  gatheredTo: 0,
} as const;

/** A room with nothing in it yet but its state. */
export function entryOf(room: GroupRoom, rings: RingBudget, blobs: BlobBudget): GroupEntry {
  return {
    key: hex(room.id),
    room,
    seats: room.seats.map(() => null),
    ring: new Ring(rings),
    blobs: new Blobs(blobs),
    budgets: [],
    held: [],
    gone: new Set(),
    byTicket: new Set(),
    placeKeys: [],
    tokenKey: "",
    cancelTimer: () => undefined,
    timerMs: Infinity,
    isDue: false,
    cancelTick: () => undefined,
    flushedMs: 0,
    isSeatsDue: false,
    batchFirst: 0,
    batchSeats: new Set(),
  };
}

/** What begins with a seat that is taken. What it may send goes with its number, so that leaving and coming again refills nothing. */
export function newSeat(entry: GroupEntry, seat: number, nowMs: number): SeatState {
  const budget = (entry.budgets[seat] ??= {
    frames: new Bucket(LIMITS.seatFramesPerSecond, LIMITS.seatFramesBurst, nowMs),
    bytes: new Bucket(LIMITS.seatBytesPerSecond, LIMITS.seatBytesBurst, nowMs),
    commands: new Bucket(group.limits.commandsPerSecond, group.limits.commandsBurst, nowMs),
  });
  return { budget, socket: null, cursor: 0, strayLast: null };
}

/** A room that nobody can enter: it is in no table, and its only use is to refuse. */
export function nobodysRoom(ports: RelayPorts): GroupRoom {
  return {
    id: ports.random(16),
    admissionHash: ports.random(32),
    owner: ports.random(32),
    capacity: 2,
    ownerLeaves: false,
    path: 0,
    ...FRESH,
    ticketed: { atMs: 0, newest: 0 },
    createdMs: 0,
    expiresMs: Infinity,
    idleMs: Infinity,
    graceMs: Infinity,
    knownMs: 0,
    heardMs: 0,
    seats: [{ hash: ports.random(32), awaySinceMs: null }, null],
  };
}

/** What the host says of all rooms. */
export interface HostFacts {
  readonly groupGraceSeconds: number;
  readonly groupIdleSeconds: number;
  readonly directFileBytesMax: number;
  readonly relayedFileBytesMax: number;
  readonly stun: () => readonly string[];
}

interface Newcomer {
  readonly seat: number;
  readonly nonce: Uint8Array;
  readonly ticket: Uint8Array;
  readonly nowMs: number;
}

/** The first word to who was admitted. */
export function welcomeOf(room: GroupRoom, host: HostFacts, { nowMs, ...newcomer }: Newcomer): Uint8Array {
  const leftMs = Math.max(0, Math.floor(room.expiresMs - nowMs));
  return group.encodeFrom({
    kind: "group-welcome",
    newest: room.newest,
    timeLeftMs: room.expiresMs === Infinity ? null : leftMs,
    idleSeconds: host.groupIdleSeconds,
    graceSeconds: host.groupGraceSeconds,
    directFileBytesMax: host.directFileBytesMax,
    relayedFileBytesMax: host.relayedFileBytesMax,
    capacity: room.capacity,
    locked: room.locked,
    ownerLeaves: room.ownerLeaves,
    ...newcomer,
    ...seatsOf(room),
    stun: host.stun(),
  });
}

/** Answers who gave a command. A counter that was used is used. */
export function commanded(
  entry: GroupEntry,
  outcome: (GroupEffect & { do: "commanded" })["outcome"],
  { place, counter }: { readonly place?: GroupPlace; readonly counter?: number },
): void {
  if (place === undefined || counter === undefined) return;
  if (outcome === "done") place.counter = counter;
  entry.seats[place.seat]?.socket?.send(group.encodeFrom({ kind: "commanded", counter, outcome }));
}

/** The last word to everybody who is here. */
export function dismissAll(entry: GroupEntry, reason: "burned" | "expired" | "gone"): void {
  const last = group.encodeFrom({ kind: "ended", reason });
  for (const state of entry.seats) {
    state?.socket?.sit(null);
    state?.socket?.finish(last);
  }
  entry.seats.fill(null);
}

/** Nothing of a room outlives it: not its secrets' hashes, not its ring, not its blobs. */
export function eraseEntry(entry: GroupEntry): void {
  const { room, ring, blobs } = entry;
  ring.clear();
  blobs.clear();
  entry.seats.fill(null);
  entry.gone.clear();
  entry.byTicket.clear();
  const secrets = [
    room.admissionHash,
    room.owner,
    ...room.moderators,
    ...room.seats.map((seat) => seat?.hash),
  ];
  for (const secret of secrets) secret?.fill(0);
}
