import type { RelayPorts } from "../ports.ts";
import { equal } from "../proofs/hashes.ts";
import { type TicketFields, openTicket, sealTicket } from "../proofs/ticket.ts";
import type { Room } from "./room.ts";

/** A ticket that may re-open its room now, and the room as it describes it. */
export interface TicketClaim {
  readonly seatHashes: TicketFields["seatHashes"];
  readonly visit: number;
  readonly room: Room;
  /** The ticket's own, which is the room's or, after a clock was set back, later. */
  readonly expiresMs: number;
}

/** How far this boot's clock may be behind the one that made a ticket. */
const CLOCK_BACK_MS_MAX = 60_000;

/** Issues the tickets of this boot and judges those of earlier ones (spec/relay.md 6). */
export class TicketOffice {
  readonly bootMs: number;
  readonly #ports: RelayPorts;
  readonly #key: Uint8Array;
  readonly #graceMs: number;
  readonly #bootId: Uint8Array;

  constructor(ports: RelayPorts, key: Uint8Array, graceMs: number) {
    this.#ports = ports;
    this.#key = key;
    this.#graceMs = graceMs;
    this.#bootId = ports.random(16);
    this.bootMs = ports.clock.nowMs();
  }

  /** The newest ticket of a living room. Its expiry is rounded down: a restart never makes a room live longer. */
  issue(room: Room): Uint8Array {
    return sealTicket(this.#key, {
      bootId: this.#bootId,
      roomId: room.id,
      admissionHash: room.admissionHash,
      seatHashes: [room.seats[0].hash, room.seats[1]?.hash ?? null],
      path: room.path,
      visit: room.visit,
      createdSeconds: Math.floor(room.createdMs / 1000),
      expiresSeconds: Math.floor(room.expiresMs / 1000),
    });
  }

  /** The claim of a ticket for this room; null if it is not ours, of this boot, of another room, or too late. */
  open(ticket: Uint8Array, roomId: Uint8Array): TicketClaim | null {
    const fields = openTicket(this.#key, ticket);
    if (fields === null || equal(fields.bootId, this.#bootId) || !equal(fields.roomId, roomId)) return null;
    const nowMs = this.#ports.clock.nowMs();
    if (nowMs >= fields.expiresSeconds * 1000) return null;
    if (fields.createdSeconds * 1000 > nowMs + CLOCK_BACK_MS_MAX) return null;
    if (fields.expiresSeconds <= fields.createdSeconds) return null;
    if (fields.seatHashes[1] !== null && nowMs >= this.bootMs + this.#graceMs) return null;
    const expiresMs = fields.expiresSeconds * 1000;
    const { seatHashes, visit } = fields;
    return { seatHashes, visit, room: this.#roomOf(fields, nowMs), expiresMs };
  }

  /** A clock that was set back gives a room no more than its whole life again. */
  #roomOf(fields: TicketFields, nowMs: number): Room {
    const [first, second] = fields.seatHashes;
    const [createdMs, expiresMs] = [fields.createdSeconds * 1000, fields.expiresSeconds * 1000];
    const facts = {
      id: fields.roomId,
      admissionHash: fields.admissionHash,
      path: fields.path,
      createdMs,
      expiresMs: Math.min(expiresMs, nowMs + (expiresMs - createdMs)),
      graceMs: this.#graceMs,
      visit: fields.visit,
      door: null,
      knocks: 0,
    };
    const seat = { hash: first, awaySinceMs: this.bootMs };
    if (second === null) return { ...facts, phase: "waiting", seats: [seat] };
    return { ...facts, phase: "paired", seats: [seat, { hash: second, awaySinceMs: this.bootMs }] };
  }
}
