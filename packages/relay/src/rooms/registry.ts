import { type Admit, LIMITS, type RefusalCode, encodeFromRelay, pieceIndexOf } from "@tacet/wire";
import { Bucket } from "../limits/bucket.ts";
import type { RelayPorts } from "../ports.ts";
import { equal, hex, sha256 } from "../proofs/hashes.ts";
import type { Entry, Place, SeatBudget, SeatSocket } from "./entry.ts";
import { revisit } from "./door.ts";
import { ReopenedList } from "./reopened.ts";
import {
  DOOR,
  type PlaceNumber,
  type Room,
  type RoomEffect,
  type RoomEvent,
  type RoomStep,
  addUsedSeat,
  deadlineOf,
  stepRoom,
} from "./room.ts";
import { TicketOffice, type TicketClaim } from "./tickets.ts";

export interface RegistryOptions {
  readonly ticketKey: Uint8Array;
  readonly graceSeconds: number;
  readonly roomsMax: number;
  /** How many rooms for many there are: both kinds share one limit. */
  readonly others?: () => number;
  /** Bytes of a file, 0 for no limit. */
  readonly directFileBytesMax: number;
  readonly relayedFileBytesMax: number;
  readonly stun: () => readonly string[];
}

export interface NewRoom {
  readonly admissionHash: Uint8Array;
  readonly seatHash: Uint8Array;
  readonly ttlSeconds: number;
  readonly path: number;
  /** One may come back to it (spec/relay.md 4). */
  readonly rejoin?: boolean;
}

export interface MadeRoom {
  readonly roomId: Uint8Array;
  readonly expiresSeconds: number;
  readonly ticket: Uint8Array;
}

/** All living rooms. It carries out what the room machine decides, and is the only holder of a room's values. */
export class Registry {
  readonly #ports: RelayPorts;
  readonly #options: RegistryOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #tickets: TicketOffice;
  readonly #reopened: ReopenedList;
  readonly #byToken = new Map<string, Entry>();
  readonly #bySeat = new Map<string, Place>();
  readonly #nobody: Entry;

  constructor(ports: RelayPorts, options: RegistryOptions) {
    this.#ports = ports;
    this.#options = options;
    this.#tickets = new TicketOffice(ports, options.ticketKey, options.graceSeconds * 1000);
    this.#reopened = new ReopenedList(ports, options.roomsMax);
    this.#nobody = entryOf(nobodysRoom(ports), 0);
  }

  get size(): number {
    return this.#entries.size;
  }

  get isFull(): boolean {
    return this.#entries.size + (this.#options.others?.() ?? 0) >= this.#options.roomsMax;
  }

  /** Makes a room with its creator's seat; null when there are too many. */
  create(request: NewRoom): MadeRoom | null {
    if (this.isFull) return null;
    const createdMs = this.#ports.clock.nowMs();
    const room: Room = {
      phase: "waiting",
      id: this.#ports.random(16),
      admissionHash: request.admissionHash,
      path: request.path,
      createdMs,
      expiresMs: createdMs + request.ttlSeconds * 1000,
      graceMs: this.#options.graceSeconds * 1000,
      visit: request.rejoin === true ? 1 : 0,
      door: null,
      knocks: 0,
      seats: [{ hash: request.seatHash, awaySinceMs: createdMs }],
    };
    this.#add(room);
    const expiresSeconds = Math.floor(room.expiresMs / 1000);
    return { roomId: room.id, expiresSeconds, ticket: this.#tickets.issue(room) };
  }

  /**
   * Admission (spec/relay.md 4). Rooms are not looked up by their id but by id and proof together, so that without a proof an
   * existing room is not touched and takes no time; a room that nobody can enter answers in its place. Measured: looking up by
   * id first told rooms apart by a microsecond of cold memory, for all its constant-time comparisons.
   */
  admit(socket: SeatSocket, frame: Admit): void {
    const id = hex(frame.roomId);
    const seatHash = sha256(frame.seatSecret);
    const claim = frame.mode === "return" ? this.#tickets.open(frame.ticket, frame.roomId) : null;
    if (claim !== null) this.#honour(claim, id, seatHash);
    const byToken = this.#byToken.get(id + hex(sha256(frame.token)));
    const bySeat = this.#bySeat.get(id + hex(seatHash));
    const entry = bySeat?.entry ?? byToken ?? this.#nobody;
    const fits = bySeat?.seat ?? null;
    const event: RoomEvent =
      frame.mode === "enter"
        ? { on: "enter", token: byToken !== undefined, fits, seatHash }
        : { on: "return", fits };
    this.#apply(entry, stepRoom(entry.room, event, this.#ports.clock.nowMs()), socket);
  }

  /** Hands a frame to the other seat's socket, or drops it: nothing is kept for later. */
  forward(place: Place, frame: Uint8Array): void {
    if (this.#isBeyondFileLimit(frame)) return;
    const { sockets } = place.entry;
    (place.seat === 0 ? (sockets[1] ?? sockets[DOOR]) : sockets[0])?.send(frame);
  }

  /** A piece that no file within the limit has (spec/relay.md 8): every client that keeps to it would not have sent it. */
  #isBeyondFileLimit(frame: Uint8Array): boolean {
    const { relayedFileBytesMax } = this.#options;
    const index = relayedFileBytesMax === 0 ? null : pieceIndexOf(frame);
    return index !== null && index * LIMITS.pieceBytesMax >= relayedFileBytesMax;
  }

  /** The socket of a seat is gone, perhaps as a closed page's. A replaced socket has no place any more and is not heard here. */
  lost(place: Place, going: boolean): void {
    place.entry.sockets[place.seat] = null;
    if (place.seat === 0) place.entry.phrase?.end("gone");
    this.#step(place.entry, { on: "lost", seat: place.seat, going });
  }

  /** Whoever is at the door can end nothing but its own waiting. */
  end(place: Place, how: "leave" | "burn"): void {
    const { entry, seat } = place;
    this.#step(entry, how === "leave" || seat === DOOR ? { on: "leave", seat } : { on: "burn" });
  }

  /** The creator's word on a knock (spec/relay.md 4); of another seat, or on another knock, it is none. */
  answer(place: Place, knock: number, letIn: boolean): void {
    if (place.seat === 0) this.#step(place.entry, { on: "answer", knock, letIn });
  }

  /** Forgets everything without a word: the process stops. */
  clear(): void {
    for (const entry of this.#entries.values()) {
      entry.cancelTimer();
      entry.phrase?.end("gone");
      wipe(entry.room);
    }
    this.#entries.clear();
    this.#byToken.clear();
    this.#bySeat.clear();
    this.#reopened.clear();
  }

  /** Everything held, for tests that search it. */
  contents(): {
    readonly rooms: readonly Room[];
    readonly keys: readonly string[];
    readonly reopened: readonly string[];
  } {
    const rooms = [...this.#entries.values()].map((entry) => entry.room);
    const keys = [this.#entries, this.#byToken, this.#bySeat].flatMap((map) => [...map.keys()]);
    return { rooms, keys, reopened: this.#reopened.tags() };
  }

  /** What a ticket of an earlier boot is good for: a room that is not here, or a seat that this room believes free. */
  #honour(claim: TicketClaim, id: string, seatHash: Uint8Array): void {
    if (!claim.seatHashes.some((hash) => hash !== null && equal(hash, seatHash))) return;
    const found = this.#entries.get(id);
    if (found === undefined) this.#reopen(claim);
    else if (claim.visit > found.room.visit) this.#revisit(found, claim);
    else if (
      claim.visit === found.room.visit &&
      found.room.phase === "waiting" &&
      claim.seatHashes[1] !== null
    ) {
      this.#change(found, addUsedSeat(found.room, claim.seatHashes[1], this.#tickets.bootMs));
      // Else the creator's ticket, with which it returns after the next restart, would free the seat again.
      this.#perform(found, { do: "ticket", to: 0 }, null);
    }
  }

  /** The room was re-opened by a ticket of an earlier visit: seat 1 is somebody else's by now, or nobody's. */
  #revisit(entry: Entry, { visit, seatHashes }: TicketClaim): void {
    this.#perform(entry, { do: "shut", code: "declined" }, null);
    this.#perform(entry, { do: "freed" }, null);
    this.#change(entry, revisit(entry.room, visit, seatHashes[1], this.#tickets.bootMs));
    this.#perform(entry, { do: "ticket", to: 0 }, null);
  }

  #reopen(claim: TicketClaim): void {
    if (this.isFull) return;
    if (this.#reopened.admit(claim.room.id, claim.expiresMs)) this.#add(claim.room);
  }

  #add(room: Room): void {
    const entry = entryOf(room, this.#ports.clock.nowMs());
    this.#entries.set(entry.key, entry);
    this.#byToken.set(entry.key + hex(room.admissionHash), entry);
    this.#change(entry, room);
  }

  /** The room's new state: its places can be found by their secrets, and its timer waits for its next deadline. */
  #change(entry: Entry, room: Room): void {
    const before = hashesOf(entry.room);
    entry.room = room;
    if (room.phase === "paired") entry.phrase?.end("closed");
    for (const key of entry.placeKeys) this.#bySeat.delete(key);
    const places = hashesOf(room).map(([seat, hash]) => [entry.key + hex(hash), seat] as const);
    entry.placeKeys = places.map(([key]) => key);
    for (const [key, seat] of places) this.#bySeat.set(key, { entry, seat });
    const kept = hashesOf(room).map(([, hash]) => hash);
    for (const [, hash] of before) if (!kept.includes(hash)) hash.fill(0);
    this.#arm(entry);
  }

  #arm(entry: Entry): void {
    entry.cancelTimer();
    const delayMs = deadlineOf(entry.room) - this.#ports.clock.nowMs();
    entry.cancelTimer = this.#ports.clock.after(delayMs, () => this.#step(entry, { on: "time" }));
  }

  #step(entry: Entry, event: RoomEvent): void {
    this.#apply(entry, stepRoom(entry.room, event, this.#ports.clock.nowMs()), null);
  }

  #apply(entry: Entry, step: RoomStep, socket: SeatSocket | null): void {
    if (step.room === null) this.#forget(entry);
    else if (step.room !== entry.room) this.#change(entry, step.room);
    else if (socket === null) this.#arm(entry);
    for (const effect of step.effects) this.#perform(entry, effect, socket);
    if (step.room === null) wipe(entry.room);
  }

  #perform(entry: Entry, effect: RoomEffect, socket: SeatSocket | null): void {
    switch (effect.do) {
      case "admitted":
        if (socket !== null) this.#seat(entry, effect, socket);
        return;
      case "refused":
        socket?.finish(encodeFromRelay({ kind: "refused", code: effect.code }));
        return;
      case "presence":
        entry.sockets[effect.to]?.send(encodeFromRelay({ kind: "presence", other: effect.other }));
        return;
      case "ticket":
        entry.sockets[effect.to]?.send(
          encodeFromRelay({ kind: "ticket", ticket: this.#tickets.issue(entry.room) }),
        );
        return;
      case "knock":
        entry.sockets[0]?.send(encodeFromRelay({ kind: "knock", knock: effect.knock }));
        return;
      case "shut":
        this.#dismiss(entry, DOOR, lastWordTo(effect.code));
        return;
      case "freed":
        this.#dismiss(entry, 1, encodeFromRelay({ kind: "ended", reason: "left" }));
        return;
      case "seated":
        this.#moveIn(entry);
        return;
      case "ended":
        for (const seated of entry.sockets) {
          seated?.place(null);
          seated?.finish(encodeFromRelay({ kind: "ended", reason: effect.reason }));
        }
        entry.sockets.fill(null);
        return;
      default:
        effect satisfies never;
    }
  }

  /** One last frame for whoever is in this place, and the place is empty. */
  #dismiss(entry: Entry, place: PlaceNumber, frame: Uint8Array): void {
    const socket = entry.sockets[place];
    entry.sockets[place] = null;
    socket?.place(null);
    socket?.finish(frame);
  }

  /** From the door to seat 1, where nobody sits. */
  #moveIn(entry: Entry): void {
    const socket = entry.sockets[DOOR];
    entry.sockets[DOOR] = null;
    entry.sockets[1] = socket;
    socket?.place({ entry, seat: 1 });
  }

  #seat(entry: Entry, admitted: RoomEffect & { do: "admitted" }, socket: SeatSocket): void {
    const place = admitted.door === true ? DOOR : admitted.seat;
    const replaced = entry.sockets[place];
    replaced?.place(null);
    // It was offered on the socket that goes: the one that comes knows nothing of it.
    if (admitted.seat === 0) entry.phrase?.end("gone");
    replaced?.finish(encodeFromRelay({ kind: "fault", code: "replaced" }));
    entry.sockets[place] = socket;
    socket.place({ entry, seat: place });
    const timeLeftMs = Math.max(0, Math.floor(entry.room.expiresMs - this.#ports.clock.nowMs()));
    socket.send(
      encodeFromRelay({
        kind: "welcome",
        seat: admitted.seat,
        timeLeftMs,
        graceSeconds: this.#options.graceSeconds,
        directFileBytesMax: this.#options.directFileBytesMax,
        relayedFileBytesMax: this.#options.relayedFileBytesMax,
        other: admitted.other,
        // At the door there is nothing that a ticket could keep.
        ticket: place === DOOR ? new Uint8Array() : this.#tickets.issue(entry.room),
        stun: this.#options.stun(),
      }),
    );
  }

  #forget(entry: Entry): void {
    entry.cancelTimer();
    entry.phrase?.end("gone");
    this.#entries.delete(entry.key);
    this.#byToken.delete(entry.key + hex(entry.room.admissionHash));
    for (const key of entry.placeKeys) this.#bySeat.delete(key);
  }
}

function entryOf(room: Room, nowMs: number): Entry {
  const budget = (): SeatBudget => ({
    frames: new Bucket(LIMITS.seatFramesPerSecond, LIMITS.seatFramesBurst, nowMs),
    bytes: new Bucket(LIMITS.seatBytesPerSecond, LIMITS.seatBytesBurst, nowMs),
  });
  return {
    key: hex(room.id),
    room,
    sockets: [null, null, null],
    budgets: [budget(), budget(), budget()],
    placeKeys: [],
    cancelTimer: () => undefined,
    phrase: null,
    phraseOffers: 0,
  };
}

/** Whose secrets open which place of this room. */
function hashesOf({ seats, door }: Room): readonly (readonly [PlaceNumber, Uint8Array])[] {
  const [creator, guest] = seats;
  return [
    [0, creator.hash],
    ...(guest === undefined ? [] : [[1, guest.hash] as const]),
    ...(door === null ? [] : [[DOOR, door.hash] as const]),
  ];
}

/** What whoever was at the door is told: one that gave up knows by it that it was heard. */
function lastWordTo(code: RefusalCode | "left"): Uint8Array {
  return encodeFromRelay(code === "left" ? { kind: "ended", reason: "left" } : { kind: "refused", code });
}

/** A room that nobody can enter: it is in no table, and its only use is to refuse. */
function nobodysRoom(ports: RelayPorts): Room {
  const seats = [{ hash: ports.random(32), awaySinceMs: null }] as const;
  const times = { createdMs: 0, expiresMs: Infinity, graceMs: Infinity };
  return {
    phase: "waiting",
    id: ports.random(16),
    admissionHash: ports.random(32),
    path: 0,
    visit: 0,
    door: null,
    knocks: 0,
    ...times,
    seats,
  };
}

/** An ended room's values are overwritten, as far as the language lets us (threat model). */
function wipe(room: Room): void {
  room.id.fill(0);
  room.admissionHash.fill(0);
  for (const [, hash] of hashesOf(room)) hash.fill(0);
}
