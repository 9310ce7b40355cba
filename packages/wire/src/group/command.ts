import { WireError } from "../error.ts";
import { FieldReader, FieldWriter } from "../fields.ts";
import { GROUP_LIMITS } from "./limits.ts";

export const COMMAND_KIND = 10;

const FRAME_BYTES = 1024;
const LABEL = "tacet/v1/relay/command";
const SEAT_MAX = GROUP_LIMITS.capacityMax - 1;

/**
 * What the owner tells the relay (spec/relay.md 10.5): a new admission hash (32), to free a seat, whether nobody may enter, to end the room, who owns it
 * from now on (room key 32, and the seat that goes with it), and the keys (32 each, at most 16) of those who may remove too.
 */
export type Order =
  | { readonly order: "admission"; readonly hash: Uint8Array }
  | { readonly order: "remove"; readonly seat: number }
  | { readonly order: "lock"; readonly locked: boolean }
  | { readonly order: "end" }
  | { readonly order: "owner"; readonly owner: Uint8Array; readonly seat: number }
  | { readonly order: "moderators"; readonly keys: readonly Uint8Array[] };

const CODES = { admission: 1, remove: 2, lock: 3, end: 4, owner: 5, moderators: 6 } as const;

/** An order with who gives it: `key` is an Ed25519 public key (32), `counter` rises within a connection, `signature` is 64 bytes. */
export interface Command {
  readonly kind: "command";
  readonly key: Uint8Array;
  readonly counter: number;
  readonly order: Order;
  readonly signature: Uint8Array;
}

/** `kind 10 | key (32) | counter u32 | order u8 | its fields | signature (64) | zeros`. */
export function encodeCommand({ key, counter, order, signature }: Command): Uint8Array {
  const writer = new FieldWriter(COMMAND_KIND, FRAME_BYTES).bytes(key, 32).u32(counter);
  return writeOrder(writer, order).bytes(signature, 64).done();
}

export function decodeCommand(frame: Uint8Array): Command {
  const reader = new FieldReader(frame, FRAME_BYTES);
  const [key, counter] = [reader.bytes(32), reader.u32()];
  const order = readOrder(reader);
  const signature = reader.bytes(64);
  reader.end();
  return { kind: "command", key, counter, order, signature };
}

/** Where a command is good: the relay's host as it stands in its address (`talk.example.org`, `localhost:3000`), the room and the nonce of the connection's welcome. */
export interface CommandPlace {
  readonly host: string;
  readonly roomId: Uint8Array;
  readonly nonce: Uint8Array;
}

/** What is signed (spec/relay.md 10.5): `info(label, lp(host) || room id || nonce || key || counter u32 || order u8 || its fields)`. */
export function commandBytes(place: CommandPlace, command: Omit<Command, "kind" | "signature">): Uint8Array {
  const host = Uint8Array.from(place.host, (character) => character.charCodeAt(0));
  const label = Uint8Array.from(LABEL, (character) => character.charCodeAt(0));
  const fields = orderBytes(command.order);
  const length = label.length + 4 + host.length + 16 + 32 + 32 + 4 + fields.length;
  const writer = new FieldWriter(0, 1 + length + 1).bytes(label, label.length).u8(0).u32(host.length);
  return writer
    .bytes(host, host.length)
    .bytes(place.roomId, 16)
    .bytes(place.nonce, 32)
    .bytes(command.key, 32)
    .u32(command.counter)
    .bytes(fields, fields.length)
    .done()
    .subarray(1);
}

function orderBytes(order: Order): Uint8Array {
  const length = { admission: 33, remove: 2, lock: 2, end: 1, owner: 34, moderators: 2 }[order.order];
  const keys = order.order === "moderators" ? order.keys.length : 0;
  return writeOrder(new FieldWriter(0, 1 + length + 32 * keys), order)
    .done()
    .subarray(1);
}

function writeOrder(writer: FieldWriter, order: Order): FieldWriter {
  switch (order.order) {
    case "admission":
      return writer.u8(CODES.admission).bytes(order.hash, 32);
    case "remove":
      return writer.u8(CODES.remove).u8(checkSeat(order.seat));
    case "lock":
      return writer.u8(CODES.lock).u8(order.locked ? 1 : 0);
    case "end":
      return writer.u8(CODES.end);
    case "owner":
      return writer.u8(CODES.owner).bytes(order.owner, 32).u8(checkSeat(order.seat));
    case "moderators":
      writer.u8(CODES.moderators).u8(checkCount(order.keys.length));
      for (const key of order.keys) writer.bytes(key, 32);
      return writer;
    default:
      throw new WireError("field");
  }
}

function readOrder(reader: FieldReader): Order {
  switch (reader.u8()) {
    case CODES.admission:
      return { order: "admission", hash: reader.bytes(32) };
    case CODES.remove:
      return { order: "remove", seat: checkSeat(reader.u8()) };
    case CODES.lock:
      return { order: "lock", locked: readFlag(reader.u8()) };
    case CODES.end:
      return { order: "end" };
    case CODES.owner:
      return { order: "owner", owner: reader.bytes(32), seat: checkSeat(reader.u8()) };
    case CODES.moderators:
      return {
        order: "moderators",
        keys: Array.from({ length: checkCount(reader.u8()) }, () => reader.bytes(32)),
      };
    default:
      throw new WireError("field");
  }
}

function checkSeat(seat: number): number {
  if (seat > SEAT_MAX) throw new WireError("field");
  return seat;
}

function checkCount(count: number): number {
  if (count > GROUP_LIMITS.moderatorsMax) throw new WireError("field");
  return count;
}

function readFlag(flag: number): boolean {
  if (flag > 1) throw new WireError("field");
  return flag === 1;
}
