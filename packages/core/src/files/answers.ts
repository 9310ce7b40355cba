import { CoreError, requireLength } from "../errors.ts";
import { ID_BYTES, requireId } from "../content/id.ts";
import { concat, FieldReader, u32, u8 } from "../notation/bytes.ts";
import { FILE_LIMITS } from "./limits.ts";

/*
 * The bodies of content kinds 72 to 75 (spec/files.md 3): what is said about a file after its offer. Each begins with the file's id.
 */

/** Why a file ended without being done. A closed list, in the order of its numbers from 1. */
export type CancelReason = (typeof REASONS)[number];

/** What the receiver has, and what may come. */
export interface Acknowledgement {
  readonly file: Uint8Array;
  /** All pieces below it were written. */
  readonly next: number;
  /** Pieces below it may be sent: at most 64 past `next`. */
  readonly credit: number;
  /** Indexes past `next` and below `credit` that are there too, rising. */
  readonly early: readonly number[];
}

const REASONS = [
  "declined",
  "cancelled",
  "stalled",
  "too-large",
  "too-many",
  "unreadable",
  "unwritable",
  "broken",
  "refused",
] as const;

const ROOT_BYTES = 32;
const EARLY_BYTES = FILE_LIMITS.windowPiecesMax / 8;

export const acceptBody = {
  /** @param credit 0 to 64 @throws CoreError("encoding") for another, and for an id that is not 16 bytes */
  encode: (file: Uint8Array, credit: number): Uint8Array => {
    if (credit > FILE_LIMITS.windowPiecesMax) throw new CoreError("encoding");
    return concat(requireId(file), u32(credit));
  },
  decode: (body: Uint8Array): { readonly file: Uint8Array; readonly credit: number } | null => {
    if (body.length !== ID_BYTES + 4) return null;
    const reader = new FieldReader(body);
    const [file, credit] = [reader.bytes(ID_BYTES), reader.u32()];
    return credit <= FILE_LIMITS.windowPiecesMax ? { file, credit } : null;
  },
} as const;

export const doneBody = {
  /** @param root 32 bytes @throws CoreError("encoding") for other lengths */
  encode: (file: Uint8Array, root: Uint8Array): Uint8Array => {
    requireLength(root, ROOT_BYTES);
    return concat(requireId(file), root);
  },
  decode: (body: Uint8Array): { readonly file: Uint8Array; readonly root: Uint8Array } | null => {
    if (body.length !== ID_BYTES + ROOT_BYTES) return null;
    return { file: body.slice(0, ID_BYTES), root: body.slice(ID_BYTES) };
  },
} as const;

export const cancelBody = {
  /** @throws CoreError("encoding") for an id that is not 16 bytes */
  encode: (file: Uint8Array, reason: CancelReason): Uint8Array => {
    return concat(requireId(file), u8(REASONS.indexOf(reason) + 1));
  },
  decode: (body: Uint8Array): { readonly file: Uint8Array; readonly reason: CancelReason } | null => {
    const reason = REASONS[(body[ID_BYTES] ?? 0) - 1];
    return body.length !== ID_BYTES + 1 || reason === undefined
      ? null
      : { file: body.slice(0, ID_BYTES), reason };
  },
} as const;

export const acknowledgeBody = {
  /** @throws CoreError("encoding") for a credit or an early piece out of the window, and for an id that is not 16 bytes */
  encode: ({ file, next, credit, early }: Acknowledgement): Uint8Array => {
    const bits = new Uint8Array(EARLY_BYTES);
    for (const index of early) {
      if (index <= next || index >= credit) throw new CoreError("encoding");
      const at = index - next - 1;
      bits[at >> 3] = (bits[at >> 3] ?? 0) | (128 >> (at & 7));
    }
    if (!isWindow(next, credit)) throw new CoreError("encoding");
    return concat(requireId(file), u32(next), u32(credit), bits);
  },
  /** The acknowledgement, or null for a wrong length, a credit out of the window, a bit at or past the credit. */
  decode: (body: Uint8Array): Acknowledgement | null => {
    if (body.length !== ID_BYTES + 8 + EARLY_BYTES) return null;
    const reader = new FieldReader(body);
    const [file, next, credit] = [reader.bytes(ID_BYTES), reader.u32(), reader.u32()];
    const bits = reader.bytes(EARLY_BYTES);
    const early = Array.from({ length: EARLY_BYTES * 8 }, (_, at) => at)
      .filter((at) => ((bits[at >> 3] ?? 0) & (128 >> (at & 7))) !== 0)
      .map((at) => next + 1 + at);
    const fits = isWindow(next, credit) && (early.at(-1) ?? -1) < credit;
    return fits ? { file, next, credit, early } : null;
  },
} as const;

function isWindow(next: number, credit: number): boolean {
  return next <= credit && credit <= next + FILE_LIMITS.windowPiecesMax;
}
