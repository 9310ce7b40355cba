import { WireError } from "../error.ts";
import { FieldReader, FieldWriter, isZero } from "../fields.ts";
import { FRAME_LIMITS } from "../frame-limits.ts";
import { codeOf, nameOf } from "../names.ts";

export const GROUP_ADMIT_KIND = 9;

const FRAME_BYTES = 1024;
const VERSION = 1;
const MODES = { enter: 1, return: 2 } as const;

/**
 * The first frame of a socket that goes to a room for many. `last` is the number that a returning client has taken last, 0 when entering;
 * all else is as in `admit` (spec/relay.md 2).
 */
export interface GroupAdmit {
  readonly kind: "group-admit";
  readonly mode: keyof typeof MODES;
  readonly roomId: Uint8Array;
  readonly token: Uint8Array;
  readonly seatSecret: Uint8Array;
  readonly last: number;
  readonly ticket: Uint8Array;
}

/** `kind 9 | version u8 | mode u8 | room id | token | seat secret | last u32 | ticket length u16 | ticket | zeros` (spec/relay.md 10.2). */
export function encodeGroupAdmit(admit: GroupAdmit): Uint8Array {
  checkAdmit(admit);
  return new FieldWriter(GROUP_ADMIT_KIND, FRAME_BYTES)
    .u8(VERSION)
    .u8(codeOf(MODES, admit.mode))
    .bytes(admit.roomId, 16)
    .bytes(admit.token, 32)
    .bytes(admit.seatSecret, 32)
    .u32(admit.last)
    .u16(admit.ticket.length)
    .bytes(admit.ticket, admit.ticket.length)
    .done();
}

/** The version is judged before the rest, so that a later version can be told from a broken frame. */
export function decodeGroupAdmit(frame: Uint8Array): GroupAdmit {
  const reader = new FieldReader(frame, FRAME_BYTES);
  if (reader.u8() !== VERSION) throw new WireError("version");
  const admit: GroupAdmit = {
    kind: "group-admit",
    mode: nameOf(MODES, reader.u8()),
    roomId: reader.bytes(16),
    token: reader.bytes(32),
    seatSecret: reader.bytes(32),
    last: reader.u32(),
    ticket: reader.bytes(reader.u16()),
  };
  checkAdmit(admit);
  reader.end();
  return admit;
}

/** One spelling: who returns shows no token, and who enters has taken nothing. */
function checkAdmit({ mode, token, last, ticket }: GroupAdmit): void {
  if (ticket.length > FRAME_LIMITS.ticketBytesMax) throw new WireError("field");
  if (mode === "return" && !isZero(token)) throw new WireError("field");
  if (mode === "enter" && last !== 0) throw new WireError("field");
}
