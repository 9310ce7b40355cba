import { requireLength } from "../errors.ts";

/** The id of a content, and of whatever it names (spec/content.md 2, 7). */
export const ID_BYTES = 16;

/** The body that is nothing but a message's id: content kinds 67, delete, and 69, receipt (spec/content.md 7). */
export const idBody: {
  readonly encode: typeof encode;
  readonly decode: typeof decode;
} = { encode, decode };

/** @throws CoreError("encoding") unless there are 16 bytes */
export function requireId(id: Uint8Array): Uint8Array {
  requireLength(id, ID_BYTES);
  return id;
}

/** @throws CoreError("encoding") unless there are 16 bytes */
function encode(target: Uint8Array): Uint8Array {
  return requireId(target).slice();
}

/** The id, 16 bytes, or null for any other length. */
function decode(body: Uint8Array): Uint8Array | null {
  return body.length === ID_BYTES ? body.slice() : null;
}
