import { CoreError } from "../errors.ts";
import { concat, FieldReader, u64, u8 } from "../notation/bytes.ts";
import { decodePath, encodePath, type PathPolicy, stricter } from "../pair/policy.ts";

/** The body of content kind 33, and what two of them come to (spec/content.md 8). */
export const policyBody: {
  readonly encode: typeof encode;
  readonly decode: typeof decode;
  readonly both: typeof both;
} = { encode, decode, both };

/** What one side asks of the room; or what holds for it. */
export interface Policy {
  readonly path: PathPolicy;
  /** Bytes of a file on the direct path; 0 for no limit. */
  readonly directFileBytesMax: number;
  /** Bytes of a file through the relay; 0 for no limit. */
  readonly relayedFileBytesMax: number;
}

const BODY_BYTES = 17;

/** @throws CoreError("encoding") for a limit that is no integer from 0 to 2^53 - 1 */
function encode({ path, directFileBytesMax, relayedFileBytesMax }: Policy): Uint8Array {
  const byte = encodePath(path);
  if (byte < 0) throw new CoreError("encoding");
  return concat(u8(byte), u64(directFileBytesMax), u64(relayedFileBytesMax));
}

/** The policy, or null for another length, an unknown path, or a limit over 2^53 - 1. */
function decode(body: Uint8Array): Policy | null {
  if (body.length !== BODY_BYTES) return null;
  const reader = new FieldReader(body);
  const path = decodePath(reader.u8());
  const [directFileBytesMax, relayedFileBytesMax] = [reader.u64(), reader.u64()];
  const exact = Number.isSafeInteger(directFileBytesMax) && Number.isSafeInteger(relayedFileBytesMax);
  return path === null || !exact ? null : { path, directFileBytesMax, relayedFileBytesMax };
}

/** What holds for the room: the stricter path, the smaller limits. The same from either side. */
function both(one: Policy, other: Policy): Policy {
  return {
    path: stricter(one.path, other.path),
    directFileBytesMax: smaller(one.directFileBytesMax, other.directFileBytesMax),
    relayedFileBytesMax: smaller(one.relayedFileBytesMax, other.relayedFileBytesMax),
  };
}

function smaller(a: number, b: number): number {
  return a === 0 || b === 0 ? Math.max(a, b) : Math.min(a, b);
}
