import { CoreError } from "../errors.ts";
import { concat, u8 } from "../notation/bytes.ts";
import { fromUtf8, utf8 } from "../notation/utf8.ts";

/** The body of content kind 64 (spec/content.md 3 and 5). */
export const textBody: {
  readonly encode: typeof encode;
  readonly decode: typeof decode;
} = { encode, decode };

const UNITS_MAX = 16_000;
const UTF8_BYTES_MAX = 48_000;
const PLAIN = 0;

/** Every control character but line feed and tab. */
const CONTROL = /[^\P{Cc}\n\t]/gu;

/**
 * Cleans what was typed (control characters go, lone surrogates become U+FFFD) and encodes it.
 * @throws CoreError("limit") when nothing is left, over 16,000 UTF-16 units, or over 48,000 bytes
 */
function encode(typed: string): Uint8Array {
  const clean = typed.replace(CONTROL, "");
  const bytes = utf8(clean);
  if (!isWithinLimits(clean, bytes)) throw new CoreError("limit");
  return concat(u8(PLAIN), bytes);
}

/**
 * The text without control characters, whatever the sender left in; or null for a form of a later version, ill-formed
 * UTF-8, and what is empty or over the limits.
 */
function decode(body: Uint8Array): string | null {
  const bytes = body.subarray(1);
  const said = body[0] === PLAIN ? fromUtf8(bytes) : null;
  if (said === null || !isWithinLimits(said, bytes)) return null;
  const clean = said.replace(CONTROL, "");
  return clean === "" ? null : clean;
}

function isWithinLimits(said: string, bytes: Uint8Array): boolean {
  return said.length >= 1 && said.length <= UNITS_MAX && bytes.length <= UTF8_BYTES_MAX;
}
