import { authenticate, authenticated } from "./authenticated.ts";
import { equal } from "./hashes.ts";

/** What a ticket says of its room (spec/relay.md 6). Hashes are 32 bytes, ids 16, times Unix seconds. */
export interface TicketFields {
  readonly bootId: Uint8Array;
  readonly roomId: Uint8Array;
  readonly admissionHash: Uint8Array;
  readonly seatHashes: readonly [Uint8Array, Uint8Array | null];
  readonly path: number;
  /** Whose turn seat 1 is in a return room, from 1; 0 in other rooms (spec/relay.md 6). */
  readonly visit: number;
  readonly createdSeconds: number;
  readonly expiresSeconds: number;
}

const LABEL = "tacet/v1/relay/ticket";
const VERSION = 1;
const FIELDS_BYTES = 1 + 16 + 16 + 3 * 32 + 1 + 1 + 4 + 4;
const NO_HASH = new Uint8Array(32);

/** The ticket's bytes: its fields, then their HMAC under the relay's ticket key. */
export function sealTicket(key: Uint8Array, fields: TicketFields): Uint8Array {
  const bytes = new Uint8Array(FIELDS_BYTES);
  const view = new DataView(bytes.buffer);
  bytes[0] = VERSION;
  bytes.set(fields.bootId, 1);
  bytes.set(fields.roomId, 17);
  bytes.set(fields.admissionHash, 33);
  bytes.set(fields.seatHashes[0], 65);
  bytes.set(fields.seatHashes[1] ?? NO_HASH, 97);
  bytes[129] = fields.path;
  bytes[130] = fields.visit;
  view.setUint32(131, fields.createdSeconds);
  view.setUint32(135, fields.expiresSeconds);
  return authenticate(key, LABEL, bytes);
}

/** The fields, copied, if this key made the ticket; null for any other bytes. Nothing is read before the HMAC fits. */
export function openTicket(key: Uint8Array, ticket: Uint8Array): TicketFields | null {
  const bytes = authenticated(key, LABEL, ticket, FIELDS_BYTES);
  if (bytes?.[0] !== VERSION) return null;
  const view = new DataView(bytes.buffer);
  const second = bytes.slice(97, 129);
  return {
    bootId: bytes.slice(1, 17),
    roomId: bytes.slice(17, 33),
    admissionHash: bytes.slice(33, 65),
    seatHashes: [bytes.slice(65, 97), equal(second, NO_HASH) ? null : second],
    path: view.getUint8(129),
    visit: view.getUint8(130),
    createdSeconds: view.getUint32(131),
    expiresSeconds: view.getUint32(135),
  };
}
