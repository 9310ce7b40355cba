import { authenticate, authenticated } from "./authenticated.ts";

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
const NO_SEAT = 255;
const LOCKED = 1;
const OWNER_LEAVES = 2;

/** The ticket's bytes: its fields, then their HMAC under the relay's ticket key. */
export function sealGroupTicket(key: Uint8Array, fields: GroupTicketFields): Uint8Array {
  const bytes = new Uint8Array(FIELDS_BYTES);
  const view = new DataView(bytes.buffer);
  bytes[0] = VERSION;
  bytes.set(fields.bootId, 1);
  bytes.set(fields.roomId, 17);
  bytes.set(fields.admissionHash, 33);
  bytes.set(fields.seatHash, 65);
  bytes[97] = fields.seat;
  bytes[98] = fields.ownerSeat ?? NO_SEAT;
  bytes.set(fields.owner, 99);
  view.setUint32(131, fields.change);
  bytes[135] = (fields.locked ? LOCKED : 0) | (fields.ownerLeaves ? OWNER_LEAVES : 0);
  bytes[136] = fields.capacity;
  bytes[137] = fields.path;
  view.setUint32(138, fields.newest);
  view.setUint32(142, fields.createdSeconds);
  view.setUint32(146, fields.issuedSeconds);
  view.setUint32(150, fields.expiresSeconds);
  return authenticate(key, LABEL, bytes);
}

/** The fields, copied, if this key made the ticket; null for any other bytes. Nothing is read before the HMAC fits. */
export function openGroupTicket(key: Uint8Array, ticket: Uint8Array): GroupTicketFields | null {
  const bytes = authenticated(key, LABEL, ticket, FIELDS_BYTES);
  if (bytes?.[0] !== VERSION) return null;
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
