import { FieldReader, FieldWriter } from "./fields.ts";
import { codeOf, nameOf } from "./names.ts";

export const ENDED_KIND = 132;

const FRAME_BYTES = 256;
const REASONS = { left: 1, burned: 2, expired: 3, gone: 4 } as const;

/** Why the relay ended a room; `gone` is a seat whose grace time is over (spec/relay.md 5). */
export type EndReason = keyof typeof REASONS;

/** `kind 132 | reason u8 | zeros`; the socket is closed after it, and the room is gone. */
export function encodeEnded(reason: EndReason): Uint8Array {
  return new FieldWriter(ENDED_KIND, FRAME_BYTES).u8(codeOf(REASONS, reason)).done();
}

export function decodeEnded(frame: Uint8Array): EndReason {
  const reader = new FieldReader(frame, FRAME_BYTES);
  const reason = nameOf(REASONS, reader.u8());
  reader.end();
  return reason;
}
