import { WireError } from "./error.ts";
import { FieldReader, FieldWriter } from "./fields.ts";
import { FRAME_LIMITS } from "./frame-limits.ts";

export const TICKET_KIND = 133;

const FRAME_BYTES = 1024;

/** The room's newest ticket, opaque to its holder: 0 to 512 bytes (spec/relay.md 6). */
export function encodeTicket(ticket: Uint8Array): Uint8Array {
  return writeTicket(new FieldWriter(TICKET_KIND, FRAME_BYTES), ticket).done();
}

export function decodeTicket(frame: Uint8Array): Uint8Array {
  const reader = new FieldReader(frame, FRAME_BYTES);
  const ticket = readTicket(reader);
  reader.end();
  return ticket;
}

/** `ticket length u16, ticket`, as `welcome` carries it too. */
export function writeTicket(writer: FieldWriter, ticket: Uint8Array): FieldWriter {
  if (ticket.length > FRAME_LIMITS.ticketBytesMax) throw new WireError("field");
  return writer.u16(ticket.length).bytes(ticket, ticket.length);
}

export function readTicket(reader: FieldReader): Uint8Array {
  const length = reader.u16();
  if (length > FRAME_LIMITS.ticketBytesMax) throw new WireError("field");
  return reader.bytes(length);
}
