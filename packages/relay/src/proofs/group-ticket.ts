import { equal, labelledMac } from "./hashes.ts";

/** What a ticket of a room for many says (spec/relay.md 10.6). Hashes and keys are 32 bytes, ids 16, times Unix seconds; an end of 0 is none. */
export interface GroupTicketFields {
  readonly bootId: Uint8Array;
  readonly roomId: Uint8Array;
  readonly admissionHash: Uint8Array;
  readonly seatHash: Uint8Array;
  readonly seat: number;
  readonly ownerSeat: number | null;
  readonly owner: Uint8Array;
  readonly change: number;
  readonly locked: boolean;
  readonly ownerLeaves: boolean;
  readonly capacity: number;
  readonly path: number;
  readonly newest: number;
  readonly createdSeconds: number;
  readonly issuedSeconds: number;
  readonly expiresSeconds: number;
}

const LABEL = "tacet/v1/relay/group-ticket";
const VERSION = 1;
const FIELDS_BYTES = 1 + 2 * 16 + 2 * 32 + 2 + 32 + 4 + 3 + 4 * 4;
const TICKET_BYTES = FIELDS_BYTES + 32;
const NO_SEAT = 255;
const LOCKED = 1;
const OWNER_LEAVES = 2;

/** The ticket's bytes: its fields, then their HMAC under the relay's ticket key. */
export function sealGroupTicket(key: Uint8Array, fields: GroupTicketFields): Uint8Array {
  const ticket = new Uint8Array(TICKET_BYTES);
  const view = new DataView(ticket.buffer);
  ticket[0] = VERSION;
  ticket.set(fields.bootId, 1);
  ticket.set(fields.roomId, 17);
  ticket.set(fields.admissionHash, 33);
  ticket.set(fields.seatHash, 65);
  ticket[97] = fields.seat;
  ticket[98] = fields.ownerSeat ?? NO_SEAT;
  ticket.set(fields.owner, 99);
  view.setUint32(131, fields.change);
  ticket[135] = (fields.locked ? LOCKED : 0) | (fields.ownerLeaves ? OWNER_LEAVES : 0);
  ticket[136] = fields.capacity;
  ticket[137] = fields.path;
  view.setUint32(138, fields.newest);
  view.setUint32(142, fields.createdSeconds);
  view.setUint32(146, fields.issuedSeconds);
  view.setUint32(150, fields.expiresSeconds);
  ticket.set(labelledMac(key, LABEL, ticket.subarray(0, FIELDS_BYTES)), FIELDS_BYTES);
  return ticket;
}

/** The fields, copied, if this key made the ticket; null for any other bytes. Nothing is read before the HMAC fits. */
export function openGroupTicket(key: Uint8Array, ticket: Uint8Array): GroupTicketFields | null {
  if (ticket.length !== TICKET_BYTES) return null;
  const mac = labelledMac(key, LABEL, ticket.subarray(0, FIELDS_BYTES));
  if (!equal(mac, ticket.subarray(FIELDS_BYTES))) return null;
  const bytes = Uint8Array.from(ticket);
  if (bytes[0] !== VERSION) return null;
  const view = new DataView(bytes.buffer);
  const ownerSeat = view.getUint8(98);
  const flags = view.getUint8(135);
  return {
    bootId: bytes.slice(1, 17),
    roomId: bytes.slice(17, 33),
    admissionHash: bytes.slice(33, 65),
    seatHash: bytes.slice(65, 97),
    seat: view.getUint8(97),
    ownerSeat: ownerSeat === NO_SEAT ? null : ownerSeat,
    owner: bytes.slice(99, 131),
    change: view.getUint32(131),
    locked: (flags & LOCKED) !== 0,
    ownerLeaves: (flags & OWNER_LEAVES) !== 0,
    capacity: view.getUint8(136),
    path: view.getUint8(137),
    newest: view.getUint32(138),
    createdSeconds: view.getUint32(142),
    issuedSeconds: view.getUint32(146),
    expiresSeconds: view.getUint32(150),
  };
}
