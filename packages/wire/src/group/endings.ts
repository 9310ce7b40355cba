import type { EndReason } from "../ended.ts";
import { ENDED_KIND, decodeEnded, encodeEnded } from "../ended.ts";
import { FieldReader, FieldWriter } from "../fields.ts";
import { codeOf, nameOf } from "../names.ts";
import { REFUSED_KIND, type RefusalCode, decodeRefused, encodeRefused } from "../refused.ts";

/*
 * Two frames that rooms for two have too, with a code or two more here (spec/relay.md 10.3). They are told apart from theirs, so that a page in a room for two knows none of it.
 */

const FRAME_BYTES = 256;
const FULL_OR_LOCKED = { full: 3, locked: 6 } as const;
const REMOVED = { removed: 5 } as const;

/** `full`: every seat is taken; `locked`: nobody enters today. Both are said to a holder of the token alone. */
export type GroupRefusal = RefusalCode | keyof typeof FULL_OR_LOCKED;

/** `removed`: the owner or a moderator freed this seat; the room goes on. */
export type GroupEnd = EndReason | keyof typeof REMOVED;

export function encodeGroupRefused(code: GroupRefusal): Uint8Array {
  if (code !== "full" && code !== "locked") return encodeRefused(code);
  return new FieldWriter(REFUSED_KIND, FRAME_BYTES).u8(codeOf(FULL_OR_LOCKED, code)).done();
}

export function decodeGroupRefused(frame: Uint8Array): GroupRefusal {
  if (frame[1] !== FULL_OR_LOCKED.full && frame[1] !== FULL_OR_LOCKED.locked) return decodeRefused(frame);
  const reader = new FieldReader(frame, FRAME_BYTES);
  const code = nameOf(FULL_OR_LOCKED, reader.u8());
  reader.end();
  return code;
}

export function encodeGroupEnded(reason: GroupEnd): Uint8Array {
  if (reason !== "removed") return encodeEnded(reason);
  return new FieldWriter(ENDED_KIND, FRAME_BYTES).u8(REMOVED.removed).done();
}

export function decodeGroupEnded(frame: Uint8Array): GroupEnd {
  if (frame[1] !== REMOVED.removed) return decodeEnded(frame);
  const reader = new FieldReader(frame, FRAME_BYTES);
  const reason = nameOf(REMOVED, reader.u8());
  reader.end();
  return reason;
}
