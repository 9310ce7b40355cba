import { FieldReader, FieldWriter } from "./fields.ts";
import { codeOf, nameOf } from "./names.ts";

export const PRESENCE_KIND = 131;

const FRAME_BYTES = 256;

/** The codes of what the relay says of the other seat; `welcome` carries the same byte. */
export const PRESENCES = { never: 0, away: 1, present: 2, left: 4 } as const;

/** `never` came, is `away` (no socket), or is `present`; `left` is said of the second seat of a return room, which is free again. */
export type Presence = keyof typeof PRESENCES;

/** A presence frame alone says `going` too: the other's socket went as a closed page's does (spec/relay.md 5). */
const CHANGES = { ...PRESENCES, going: 3 } as const;

/** `kind 131 | other u8 | zeros`. */
export function encodePresence(other: Presence | "going"): Uint8Array {
  return new FieldWriter(PRESENCE_KIND, FRAME_BYTES).u8(codeOf(CHANGES, other)).done();
}

export function decodePresence(frame: Uint8Array): Presence | "going" {
  const reader = new FieldReader(frame, FRAME_BYTES);
  const other = nameOf(CHANGES, reader.u8());
  reader.end();
  return other;
}
