import { group } from "@tacet/wire/group";
import type { RelayPorts } from "../ports.ts";
import { type GroupTicketFields, openGroupTicket, sealGroupTicket } from "../proofs/group-ticket.ts";
import { equal } from "../proofs/hashes.ts";
import type { GroupRoom } from "./state.ts";

/** A ticket that may re-open its room now, and the room as it describes it, with nobody in it. */
export interface GroupClaim {
  readonly room: GroupRoom;
  readonly seat: number;
  readonly seatHash: Uint8Array;
  /** The highest number that its holder can have taken. */
  readonly lastMax: number;
  /** The ticket's own, which is the room's or, after a clock was set back, later. */
  readonly expiresMs: number;
}

export interface GroupTimes {
  readonly graceMs: number;
  readonly idleMs: number;
}

/** How far this boot's clock may be behind the one that made a ticket. */
const CLOCK_BACK_MS_MAX = 60_000;

/** More frames than a full room may number in a second (spec/relay.md 10.6). */
const NUMBERS_PER_SECOND = 20_000;

/** Issues the tickets of this boot and judges those of earlier ones, for rooms for many (spec/relay.md 10.6). */
export class GroupTickets {
  readonly #ports: RelayPorts;
  readonly #key: Uint8Array;
  readonly #times: GroupTimes;
  readonly #bootId: Uint8Array;

  constructor(ports: RelayPorts, key: Uint8Array, times: GroupTimes) {
    this.#ports = ports;
    this.#key = key;
    this.#times = times;
    this.#bootId = ports.random(16);
  }

  /** The newest ticket of one seat. */
  issue(room: GroupRoom, seat: number): Uint8Array {
    const { id, admissionHash, owner, ownerSeat, change, locked, ownerLeaves, capacity, path, newest } = room;
    return sealGroupTicket(this.#key, {
      bootId: this.#bootId,
      roomId: id,
      admissionHash,
      seatHash: room.seats[seat]?.hash ?? new Uint8Array(32),
      seat,
      ownerSeat,
      owner,
      change,
      locked,
      ownerLeaves,
      capacity,
      path,
      newest,
      createdSeconds: Math.floor(room.createdMs / 1000),
      issuedSeconds: Math.floor(this.#ports.clock.nowMs() / 1000),
      expiresSeconds: room.expiresMs === Infinity ? 0 : Math.floor(room.expiresMs / 1000),
    });
  }

  /** The claim of a ticket for this room; null if it is not ours, of this boot, of another room, or too late. */
  open(ticket: Uint8Array, roomId: Uint8Array): GroupClaim | null {
    const fields = openGroupTicket(this.#key, ticket);
    if (fields === null || equal(fields.bootId, this.#bootId) || !equal(fields.roomId, roomId)) return null;
    const nowMs = this.#ports.clock.nowMs();
    const [createdMs, expiresMs] = [fields.createdSeconds * 1000, endOf(fields)];
    if (nowMs >= expiresMs || createdMs > nowMs + CLOCK_BACK_MS_MAX || expiresMs <= createdMs) return null;
    const sinceSeconds = Math.max(0, nowMs / 1000 - fields.issuedSeconds);
    return {
      room: this.#roomOf(fields, nowMs),
      seat: fields.seat,
      seatHash: fields.seatHash,
      lastMax: fields.newest + Math.floor(NUMBERS_PER_SECOND * (sinceSeconds + 1)),
      expiresMs,
    };
  }

  /** A clock that was set back gives a room no more than its whole life again. */
  #roomOf(fields: GroupTicketFields, nowMs: number): GroupRoom {
    const createdMs = fields.createdSeconds * 1000;
    return {
      id: fields.roomId,
      admissionHash: fields.admissionHash,
      owner: fields.owner,
      ownerSeat: fields.ownerSeat,
      moderators: [],
      capacity: fields.capacity,
      locked: fields.locked,
      ownerLeaves: fields.ownerLeaves,
      path: fields.path,
      createdMs,
      expiresMs: Math.min(endOf(fields), nowMs + (endOf(fields) - createdMs)),
      ...this.#times,
      knownMs: nowMs,
      heardMs: nowMs,
      newest: 0,
      change: fields.change,
      gathering: { untilMs: nowMs + group.limits.gatherMs, highest: 0 },
      seats: Array.from({ length: fields.capacity }, () => null),
    };
  }
}

function endOf({ expiresSeconds }: GroupTicketFields): number {
  return expiresSeconds === 0 ? Infinity : expiresSeconds * 1000;
}
