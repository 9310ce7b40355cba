import { CoreError, requireLength } from "../errors.ts";
import { concat, FieldReader, isZero, u32, u8 } from "../notation/bytes.ts";
import type { Chain } from "./chain.ts";
import { GROUP_LIMITS } from "./limits.ts";

/** Kinds that only groups have (spec/group.md 11); the others are those of spec/content.md 3. */
export const GROUP_KIND = {
  leave: 8,
  absent: 9,
  notice: 10,
  noReturn: 11,
  wrongPassword: 12,
  compare: 13,
  compareAnswer: 14,
  compareReveal: 15,
  inviteKey: 34,
  arrived: 35,
} as const;

/** The body of a notice: leaf u32, and its signature (spec/admission.md 6). */
export const NOTICE_BYTES = 68;

/** The body of each step of a comparison: leaf u32, 32 bytes (spec/group.md 18). */
export const COMPARE_BYTES = 36;

/** The bodies whose length is fixed, by kind. */
const BODY_BYTES: Readonly<Record<number, number>> = {
  [GROUP_KIND.leave]: 0,
  [GROUP_KIND.absent]: 4,
  [GROUP_KIND.notice]: NOTICE_BYTES,
  [GROUP_KIND.noReturn]: 16,
  [GROUP_KIND.wrongPassword]: 0,
  [GROUP_KIND.compare]: COMPARE_BYTES,
  [GROUP_KIND.compareAnswer]: COMPARE_BYTES,
  [GROUP_KIND.compareReveal]: COMPARE_BYTES,
};

/** One thing that a member says to all. */
export interface GroupContent {
  /** The sender's own count, from 1 in each stay. */
  readonly order: number;
  /** What the sender had seen when it said this. */
  readonly seen: Chain;
  /** 1 to 255. */
  readonly kind: number;
  /** 16 bytes: zero below 64, else random. */
  readonly id: Uint8Array;
  /** At most 60,000 bytes. */
  readonly body: Uint8Array;
}

const ID_BYTES = 16;
const HEADER_BYTES = 57;

/** @throws CoreError("encoding") for content that has no encoding, CoreError("limit") for a longer body */
export function encodeGroupContent({ order, seen, kind, id, body }: GroupContent): Uint8Array {
  if (body.length > GROUP_LIMITS.bodyBytesMax) throw new CoreError("limit");
  requireLength(seen.value, 32);
  requireLength(id, ID_BYTES);
  const bytes = concat(u32(order), u32(seen.number), seen.value, u8(kind), id, body);
  if (decodeGroupContent(bytes) === null) throw new CoreError("encoding");
  return bytes;
}

/** Null for what is none: it counts as not opened. */
export function decodeGroupContent(bytes: Uint8Array): GroupContent | null {
  if (bytes.length < HEADER_BYTES || bytes.length > HEADER_BYTES + GROUP_LIMITS.bodyBytesMax) return null;
  const reader = new FieldReader(bytes);
  const order = reader.u32();
  const seen = { number: reader.u32(), value: reader.bytes(32) };
  const kind = reader.u8();
  const id = reader.bytes(ID_BYTES);
  const body = reader.bytes(reader.rest());
  if (order === 0 || kind === 0 || (kind < 64 && !isZero(id))) return null;
  return (BODY_BYTES[kind] ?? body.length) === body.length ? { order, seen, kind, id, body } : null;
}

/** The body of `absent`: the leaf that its sender finds absent. */
export const absentBody = (leaf: number): Uint8Array => u32(leaf);

/** The leaf that `absent` or `notice` is about. */
export const leafOf = (body: Uint8Array): number => new FieldReader(body).u32();
