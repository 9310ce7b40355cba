import { concat, u8 } from "../notation/bytes.ts";
import { ID_BYTES, requireId } from "./id.ts";
import { decodeWording, encodeWording } from "./wording.ts";

/** The body of content kind 64, a text or a reply (spec/content.md 3, 5 and 7). */
export const textBody: {
  readonly encode: typeof encode;
  readonly decode: typeof decode;
  readonly quoted: typeof quoted;
} = { encode, decode, quoted };

const PLAIN = 0;
const REPLY = 1;

/**
 * Cleans what was typed (control characters go, lone surrogates become U+FFFD) and encodes it.
 * @param quoted the id of the message that this one answers, 16 bytes; null for a plain text
 * @throws CoreError("limit") when nothing is left, over 16,000 UTF-16 units, or over 48,000 bytes; CoreError("encoding") for an
 * id of another length
 */
function encode(typed: string, quoted: Uint8Array | null = null): Uint8Array {
  const bytes = encodeWording(typed);
  return quoted === null ? concat(u8(PLAIN), bytes) : concat(u8(REPLY), requireId(quoted), bytes);
}

/**
 * The text without control characters, whatever the sender left in; or null for a form of a later version, ill-formed
 * UTF-8, and what is empty or over the limits.
 */
function decode(body: Uint8Array): string | null {
  const headerBytes = headerBytesOf(body);
  return headerBytes === null ? null : decodeWording(body.subarray(headerBytes));
}

/** The id that a reply quotes, 16 bytes; null for a plain text, and for what `decode` refuses. */
function quoted(body: Uint8Array): Uint8Array | null {
  return body[0] === REPLY && decode(body) !== null ? body.slice(1, 1 + ID_BYTES) : null;
}

function headerBytesOf(body: Uint8Array): number | null {
  if (body[0] === PLAIN) return 1;
  return body[0] === REPLY ? 1 + ID_BYTES : null;
}
