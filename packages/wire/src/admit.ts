import { WireError } from "./error.ts";
import { FieldReader, FieldWriter, isZero } from "./fields.ts";
import { FRAME_LIMITS } from "./frame-limits.ts";
import { codeOf, nameOf } from "./names.ts";

export const ADMIT_KIND = 1;

const FRAME_BYTES = 1024;
const VERSION = 1;
const MODES = { enter: 1, return: 2 } as const;

/** `enter` takes the free seat with the admission token, `return` names a seat by its secret (spec/relay.md 4). */
export type AdmitMode = keyof typeof MODES;

/** The first frame of a socket. Lengths: room id 16, token 32 (zero when returning), seat secret 32, ticket 0 to 512 bytes. */
export interface Admit {
  readonly kind: "admit";
  readonly mode: AdmitMode;
  readonly roomId: Uint8Array;
  readonly token: Uint8Array;
  readonly seatSecret: Uint8Array;
  readonly ticket: Uint8Array;
}

/** `kind 1 | version u8 | mode u8 | room id | token | seat secret | ticket length u16 | ticket | zeros` (spec/relay.md 2). */
export function encodeAdmit(admit: Admit): Uint8Array {
  checkAdmit(admit);
  return new FieldWriter(ADMIT_KIND, FRAME_BYTES)
    .u8(VERSION)
    .u8(codeOf(MODES, admit.mode))
    .bytes(admit.roomId, 16)
    .bytes(admit.token, 32)
    .bytes(admit.seatSecret, 32)
    .u16(admit.ticket.length)
    .bytes(admit.ticket, admit.ticket.length)
    .done();
}

/** The version is judged before the rest, so that a later version can be told from a broken frame. */
export function decodeAdmit(frame: Uint8Array): Admit {
  const reader = new FieldReader(frame, FRAME_BYTES);
  if (reader.u8() !== VERSION) throw new WireError("version");
  const admit: Admit = {
    kind: "admit",
    mode: nameOf(MODES, reader.u8()),
    roomId: reader.bytes(16),
    token: reader.bytes(32),
    seatSecret: reader.bytes(32),
    ticket: reader.bytes(reader.u16()),
  };
  checkAdmit(admit);
  reader.end();
  return admit;
}

/** One spelling: a returning client shows no token, so its field is zero. */
function checkAdmit(admit: Admit): void {
  if (admit.ticket.length > FRAME_LIMITS.ticketBytesMax) throw new WireError("field");
  if (admit.mode === "return" && !isZero(admit.token)) throw new WireError("field");
}
