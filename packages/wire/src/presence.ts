import { FieldReader, FieldWriter } from "./fields.ts";
import { codeOf, nameOf } from "./names.ts";

export const PRESENCE_KIND = 131;

const FRAME_BYTES = 256;

/** The codes of what the relay says of the other seat; `welcome` carries the same byte. */
export const PRESENCES = { never: 0, away: 1, present: 2 } as const;

/** `never` came, is `away` (no socket), or is `present`. */
export type Presence = keyof typeof PRESENCES;

/** `kind 131 | other u8 | zeros`. */
export function encodePresence(other: Presence): Uint8Array {
  return new FieldWriter(PRESENCE_KIND, FRAME_BYTES).u8(codeOf(PRESENCES, other)).done();
}

export function decodePresence(frame: Uint8Array): Presence {
  const reader = new FieldReader(frame, FRAME_BYTES);
  const other = nameOf(PRESENCES, reader.u8());
  reader.end();
  return other;
}
