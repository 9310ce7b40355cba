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
  /** The newest number that the ticket says. */
  readonly told: number;
  /** From then on no ticket of an earlier boot opens this room any more, whenever it was issued. */
  readonly overMs: number;
}

export interface GroupTimes {
  readonly graceMs: number;
  readonly idleMs: number;
}

/** How far this boot's clock may be behind the one that made a ticket. */
const CLOCK_BACK_MS_MAX = 60_000;

/** Beyond its ticket's newest nobody can have more: tickets are renewed long before (spec/relay.md 10.6). */
const BEYOND_TICKET_MAX = 65_536;

/** A ticket outlives the idle time by as much, for the clocks of two boots and a host that stood still. */
const IDLE_SLACK_MS = 3_600_000;

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
    const { id, admissionHash, owner, ownerSeat, change, locked, ownerLeaves, capacity, path } = room;
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
      newest: Math.max(room.newest, room.gathering?.told ?? 0),
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
    const livesMs = this.#times.idleMs + IDLE_SLACK_MS;
    if (nowMs >= fields.issuedSeconds * 1000 + livesMs) return null;
    return {
      room: this.#roomOf(fields, nowMs),
      seat: fields.seat,
      seatHash: fields.seatHash,
      lastMax: fields.newest + BEYOND_TICKET_MAX,
      told: fields.newest,
      // Another ticket of this room may have been issued up to the end of that boot.
      overMs: Math.min(expiresMs, nowMs + CLOCK_BACK_MS_MAX + livesMs),
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
      gathering: {
        untilMs: nowMs + group.limits.gatherMs,
        floor: fields.newest,
        told: fields.newest,
        lasts: [],
      },
      gatheredTo: 0,
      ticketed: { atMs: nowMs, newest: 0 },
      seats: Array.from({ length: fields.capacity }, () => null),
    };
  }
}

function endOf({ expiresSeconds }: GroupTicketFields): number {
  return expiresSeconds === 0 ? Infinity : expiresSeconds * 1000;
}
