import { type ToGroup, group } from "@tacet/wire/group";
import type { RelayPorts } from "../ports.ts";
import { equal, hex, sha256 } from "../proofs/hashes.ts";
import { ReopenedList } from "../rooms/reopened.ts";
import { BlobBudget } from "./blobs.ts";
import { type GroupCommand, type GroupFloor, hear } from "./desk.ts";
import {
  FRESH,
  commanded,
  dismissAll,
  entryOf,
  eraseEntry,
  newSeat,
  nobodysRoom,
  welcomeOf,
} from "./entries.ts";
import type { GroupContents, GroupEntry, GroupFaultCode, GroupPlace, GroupSocket } from "./entry.ts";
import { flush, keep, serve } from "./fan-out.ts";
import { type HeldBudget, hold, pointTo, release, resume, withTold } from "./gathering.ts";
import type { GroupOptions, MadeGroup, NewGroup } from "./making.ts";
import { RingBudget } from "./ring.ts";
import { groupDeadlineOf, seatByTicket, stepGroup } from "./room.ts";
import type { GroupEffect, GroupEvent, GroupRoom, GroupStep } from "./state.ts";
import { type GroupClaim, GroupTickets } from "./tickets.ts";

type Admit = Extract<ToGroup, { kind: "group-admit" }>;

/** What belongs to the event that is carried out: who asked, and what it brought. */
interface Asked {
  readonly socket?: GroupSocket;
  /** The last number that who returns says to have; and that it has it from an earlier boot. */
  readonly last?: number;
  readonly ofEarlierBoot?: boolean;
  readonly place?: GroupPlace;
  readonly frame?: Buffer;
  readonly counter?: number;
}

/** Seats that tickets have brought back, of one room in one boot: past it none but the owner's brings another. */
const BY_TICKET_MAX = 4_096;

/** All living rooms for many. It carries out what the room machine decides, and is the only holder of a room's values. */
export class GroupRegistry implements GroupFloor {
  readonly #ports: RelayPorts;
  readonly #options: GroupOptions;
  readonly #entries = new Map<string, GroupEntry>();
  readonly #byToken = new Map<string, GroupEntry>();
  readonly #bySeat = new Map<string, { readonly entry: GroupEntry; readonly seat: number }>();
  readonly #tickets: GroupTickets;
  readonly #reopened: ReopenedList;
  readonly #rings = new RingBudget();
  readonly #blobs = new BlobBudget();
  readonly #held: HeldBudget = { bytes: 0 };
  readonly #nobody: GroupEntry;

  constructor(ports: RelayPorts, options: GroupOptions) {
    this.#ports = ports;
    this.#options = options;
    this.#tickets = new GroupTickets(ports, options.ticketKey, this.#times());
    this.#reopened = new ReopenedList(ports, options.roomsMax);
    this.#nobody = entryOf(nobodysRoom(ports), this.#rings, this.#blobs);
  }

  get size(): number {
    return this.#entries.size;
  }

  get isFull(): boolean {
    return this.#entries.size + this.#options.others() >= this.#options.roomsMax;
  }

  /** Makes a room with its creator's seat; null when there are too many. */
  create(request: NewGroup): MadeGroup | null {
    if (this.isFull) return null;
    const nowMs = this.#ports.clock.nowMs();
    const { admissionHash, owner, capacity, path, ownerLeaves, ttlSeconds } = request;
    const first = { hash: request.seatHash, awaySinceMs: nowMs };
    const room: GroupRoom = {
      id: this.#ports.random(16),
      admissionHash,
      owner,
      capacity,
      path,
      ownerLeaves,
      ...FRESH,
      ticketed: { atMs: nowMs, newest: 0 },
      createdMs: nowMs,
      expiresMs: ttlSeconds === 0 ? Infinity : nowMs + ttlSeconds * 1000,
      ...this.#times(),
      knownMs: nowMs,
      heardMs: nowMs,
      seats: Array.from({ length: capacity }, (_, seat) => (seat === 0 ? first : null)),
    };
    this.#add(room);
    const expiresSeconds = room.expiresMs === Infinity ? 0 : Math.floor(room.expiresMs / 1000);
    return { roomId: room.id, expiresSeconds, ticket: this.#tickets.issue(room, 0) };
  }

  /** Admission, with the same work whatever it finds, as in rooms for two (spec/relay.md 4 and 10.4). */
  admit(socket: GroupSocket, frame: Admit): void {
    const id = hex(frame.roomId);
    const seatHash = sha256(frame.seatSecret);
    const claim = frame.mode === "return" ? this.#tickets.open(frame.ticket, frame.roomId) : null;
    if (claim !== null) this.#honour(claim, id, seatHash);
    const byToken = this.#byToken.get(id + hex(sha256(frame.token)));
    const bySeat = this.#bySeat.get(id + hex(seatHash));
    const entry = bySeat?.entry ?? byToken ?? this.#nobody;
    const fits = bySeat?.seat ?? null;
    const believed = claim !== null && frame.last <= claim.lastMax ? frame.last : 0;
    if (frame.mode === "enter")
      return this.#run(entry, { on: "enter", token: byToken !== undefined, fits, seatHash }, { socket });
    const asked = { socket, last: frame.last, ofEarlierBoot: claim !== null };
    this.#run(entry, { on: "return", fits, last: believed }, asked);
  }

  /** Takes a message of a seat; the answer is the fault that ends its socket, or null. */
  heard(place: GroupPlace, data: Buffer): GroupFaultCode | null {
    const state = place.entry.seats[place.seat] ?? null;
    return state === null ? "order" : hear(this, place, state, data, this.#ports.clock.nowMs());
  }

  /** The line of a seat is empty: what it lacks can go on. */
  drained({ entry, seat }: GroupPlace): void {
    const state = entry.seats[seat] ?? null;
    if (state !== null && !entry.isDue) serve(entry, seat, state);
  }

  /** The socket of a seat is gone. A replaced socket has no place any more and is not heard here. */
  lost({ entry, seat }: GroupPlace): void {
    const state = entry.seats[seat] ?? null;
    if (state !== null) state.socket = null;
    this.#run(entry, { on: "lost", seat }, {});
  }

  step(place: GroupPlace, event: GroupEvent, frame?: Buffer): void {
    this.#run(place.entry, event, frame === undefined ? { place } : { place, frame });
  }

  command(place: GroupPlace, { order, counter }: GroupCommand, by: "owner" | "moderator"): void {
    this.#run(place.entry, { on: "order", order, by, seat: place.seat }, { place, counter });
  }

  /** Forgets everything without a word: the process stops. */
  clear(): void {
    for (const entry of this.#entries.values()) this.#forget(entry);
    this.#reopened.clear();
  }

  /** Everything held, for tests that search it. */
  contents(): GroupContents {
    const rooms = [...this.#entries.values()].map((entry) => entry.room);
    const keys = [this.#entries, this.#byToken, this.#bySeat].flatMap((map) => [...map.keys()]);
    const reopened = this.#reopened.tags();
    return { rooms, keys, reopened, ringBytes: this.#rings.bytes, blobBytes: this.#blobs.bytes };
  }

  #times(): { readonly graceMs: number; readonly idleMs: number } {
    const { groupGraceSeconds, groupIdleSeconds } = this.#options;
    return { graceMs: groupGraceSeconds * 1000, idleMs: groupIdleSeconds * 1000 };
  }

  /** What a ticket of an earlier boot is good for: a room that is not here, its own seat, and news of what commands have changed. */
  #honour(claim: GroupClaim, id: string, seatHash: Uint8Array): void {
    if (!equal(claim.seatHash, seatHash)) return;
    if (!this.#entries.has(id)) {
      if (this.isFull || !this.#reopened.admit(claim.room.id, claim.overMs)) return;
      this.#add(claim.room);
    }
    const entry = this.#entries.get(id);
    if (entry === undefined || entry.gone.has(hex(seatHash))) return;
    const { admissionHash, owner, ownerSeat, locked, change } = claim.room;
    if (change > entry.room.change)
      this.#change(entry, { ...entry.room, admissionHash, owner, ownerSeat, locked, change });
    this.#change(entry, withTold(entry.room, claim.told));
    if (this.#bySeat.has(id + hex(seatHash))) return;
    const isOwner = isOwners(entry.room, claim);
    if (!isOwner && entry.byTicket.size >= BY_TICKET_MAX) return;
    const seated = seatByTicket(entry.room, claim.seat, claim.seatHash, isOwner);
    if (seated === null) return;
    entry.byTicket.add(hex(seatHash));
    if (isOwner) this.#unseat(entry, claim.seat);
    this.#change(entry, seated);
  }

  /** Who came with an older ticket into the owner's seat has to go. */
  #unseat(entry: GroupEntry, seat: number): void {
    const held = entry.room.seats[seat] ?? null;
    if (held === null) return;
    this.#change(entry, { ...entry.room, seats: entry.room.seats.with(seat, null) });
    this.#free(entry, { do: "freed", seat, why: "removed" });
  }

  #add(room: GroupRoom): void {
    const entry = entryOf(room, this.#rings, this.#blobs);
    this.#entries.set(entry.key, entry);
    this.#change(entry, room);
  }

  #run(entry: GroupEntry, event: GroupEvent, asked: Asked): void {
    const nowMs = this.#ports.clock.nowMs();
    // What waited comes before what comes now.
    if (event.on !== "time" && nowMs >= (entry.room.gathering?.untilMs ?? Infinity))
      this.#run(entry, { on: "time" }, {});
    const step = stepGroup(entry.room, event, nowMs);
    if (step.room === null) return this.#end(entry, step, asked);
    if (entry !== this.#nobody && step.room !== entry.room) this.#change(entry, step.room);
    for (const effect of step.effects) this.#perform(entry, effect, asked);
  }

  /** What the tick has brought still goes out, then the last words; of the room nothing is left. */
  #end(entry: GroupEntry, { effects }: GroupStep, asked: Asked): void {
    flush(entry);
    for (const effect of effects) this.#perform(entry, effect, asked);
    this.#forget(entry);
  }

  /** The room's new state: its places can be found by their secrets, and its timer waits for its next deadline. */
  #change(entry: GroupEntry, room: GroupRoom): void {
    const before = entry.room;
    entry.room = room;
    if (room.seats !== before.seats || entry.placeKeys.length === 0) this.#file(entry, before);
    const tokenKey = entry.key + hex(room.admissionHash);
    if (tokenKey !== entry.tokenKey) {
      this.#byToken.delete(entry.tokenKey);
      this.#byToken.set(tokenKey, entry);
      entry.tokenKey = tokenKey;
    }
    // What is said only moves the deadline on.
    const { seats, ownerSeat, gathering } = before;
    if (
      room.seats === seats &&
      room.ownerSeat === ownerSeat &&
      room.gathering === gathering &&
      entry.timerMs < Infinity
    )
      return;
    this.#arm(entry);
  }

  /** Under which secrets the seats are found; what goes with a new seat begins. */
  #file(entry: GroupEntry, before: GroupRoom): void {
    for (const key of entry.placeKeys) this.#bySeat.delete(key);
    const kept = new Set<Uint8Array>();
    const keys: string[] = [];
    for (const [seat, held] of entry.room.seats.entries()) {
      if (held === null) continue;
      const key = entry.key + hex(held.hash);
      keys.push(key);
      kept.add(held.hash);
      this.#bySeat.set(key, { entry, seat });
      // What the former holder of the place had is not the new one's.
      if (before.seats[seat]?.hash !== held.hash || (entry.seats[seat] ?? null) === null)
        entry.seats[seat] = newSeat(entry, seat, this.#ports.clock.nowMs());
    }
    entry.placeKeys = keys;
    for (const seat of before.seats) {
      if (seat === null || kept.has(seat.hash)) continue;
      if (entry.byTicket.has(hex(seat.hash))) entry.gone.add(hex(seat.hash));
      seat.hash.fill(0);
    }
  }

  /** A timer that comes too early waits again: most events only move the deadline on. */
  #arm(entry: GroupEntry): void {
    const { clock } = this.#ports;
    const deadlineMs = groupDeadlineOf(entry.room);
    if (deadlineMs >= entry.timerMs) return;
    entry.cancelTimer();
    entry.timerMs = deadlineMs;
    entry.cancelTimer = clock.after(deadlineMs - clock.nowMs(), () => {
      entry.timerMs = Infinity;
      this.#run(entry, { on: "time" }, {});
      if (this.#entries.has(entry.key)) this.#arm(entry);
    });
  }

  #perform(entry: GroupEntry, effect: GroupEffect, asked: Asked): void {
    switch (effect.do) {
      case "admitted":
        return this.#seat(entry, effect.seat, asked);
      case "refused":
        return asked.socket?.finish(group.encodeFrom({ kind: "refused", code: effect.code }));
      case "number":
        return this.#number(entry, effect.number, asked);
      case "hold":
        return hold(entry, this.#held, asked);
      case "gathered":
        return this.#gathered(entry);
      case "freed":
        return this.#free(entry, effect);
      case "seats":
        entry.isSeatsDue = true;
        return this.#due(entry);
      case "tickets":
        for (const [seat, state] of entry.seats.entries()) {
          if (state === null || state.socket === null) continue;
          const ticket = this.#tickets.issue(entry.room, seat);
          state.socket.send(group.encodeFrom({ kind: "ticket", ticket }));
        }
        return;
      case "commanded":
        return commanded(entry, effect.outcome, asked);
      case "ended":
        return dismissAll(entry, effect.reason);
      default:
        return effect satisfies never;
    }
  }

  #number(entry: GroupEntry, number: number, { frame, place }: Asked): void {
    if (frame === undefined || place === undefined) return;
    keep(entry, number, place.seat, frame);
    this.#due(entry);
  }

  #gathered(entry: GroupEntry): void {
    resume(entry);
    this.#due(entry);
    for (const { place, frame } of release(entry, this.#held))
      this.#run(entry, { on: "frame", seat: place.seat }, { place, frame });
  }

  #free(entry: GroupEntry, { seat, why }: GroupEffect & { do: "freed" }): void {
    const state = entry.seats[seat] ?? null;
    // What it sent and heard before still goes out.
    flush(entry);
    release(entry, this.#held, seat);
    entry.blobs.eraseOf(seat);
    // Somebody else may hold the place by now.
    if ((entry.room.seats[seat] ?? null) === null) entry.seats[seat] = null;
    if (state === null || state.socket === null || why === "dormant") return;
    state.socket.sit(null);
    state.socket.finish(group.encodeFrom({ kind: "ended", reason: why }));
  }

  #seat(entry: GroupEntry, seat: number, { socket, last, ofEarlierBoot = false }: Asked): void {
    const state = entry.seats[seat] ?? null;
    if (socket === undefined || state === null) return;
    const replaced = state.socket;
    replaced?.sit(null);
    replaced?.finish(group.encodeFrom({ kind: "fault", code: "replaced" }));
    const { room } = entry;
    state.socket = socket;
    pointTo(entry, state, last, ofEarlierBoot);
    const nonce = this.#ports.random(32);
    socket.sit({ entry, seat, nonce, counter: -1 });
    const ticket = this.#tickets.issue(room, seat);
    socket.send(welcomeOf(room, this.#options, { seat, nonce, ticket, nowMs: this.#ports.clock.nowMs() }));
    this.#due(entry);
  }

  /** At the end of the tick, once for all that it brought: at once in a quiet room, and in a busy one so often at most. */
  #due(entry: GroupEntry): void {
    if (entry.isDue) return;
    entry.isDue = true;
    const { clock, soon } = this.#ports;
    const run = (): void => {
      entry.isDue = false;
      entry.flushedMs = clock.nowMs();
      flush(entry);
    };
    const waitMs = entry.flushedMs + this.#options.groupTickMsMin - clock.nowMs();
    if (waitMs > 0) entry.cancelTick = clock.after(waitMs, run);
    else soon(run);
  }

  #forget(entry: GroupEntry): void {
    entry.cancelTimer();
    entry.cancelTick();
    this.#entries.delete(entry.key);
    this.#byToken.delete(entry.tokenKey);
    for (const key of entry.placeKeys) this.#bySeat.delete(key);
    release(entry, this.#held);
    eraseEntry(entry);
  }
}

/** Whether a ticket is the owner's by what is now known: one of another history with as many changes is not. */
function isOwners({ change, owner, ownerSeat }: GroupRoom, claim: GroupClaim): boolean {
  const { room, seat } = claim;
  return room.change === change && seat === ownerSeat && seat === room.ownerSeat && equal(room.owner, owner);
}
