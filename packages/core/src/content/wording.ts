import { CoreError } from "../errors.ts";
import { fromUtf8, utf8 } from "../notation/utf8.ts";

/*
 * What may stand in a text, whatever content carries it: plain texts, replies and edits (spec/content.md 5).
 */

const UNITS_MAX = 16_000;
const UTF8_BYTES_MAX = 48_000;

/** Every control character but line feed and tab. Written as a negated class it takes others too (notation/characters.ts). */
const CONTROL = /(?![\n\t])\p{Cc}/gu;

/**
 * Cleans what was typed (control characters go, lone surrogates become U+FFFD) and encodes it.
 * @throws CoreError("limit") when nothing is left, over 16,000 UTF-16 units, or over 48,000 bytes
 */
export function encodeWording(typed: string): Uint8Array {
  const clean = typed.replace(CONTROL, "");
  const bytes = utf8(clean);
  if (!isWithinLimits(clean, bytes)) throw new CoreError("limit");
  return bytes;
}

/** The text without control characters, whatever the sender left in; null for ill-formed UTF-8, empty, over the limits. */
export function decodeWording(bytes: Uint8Array): string | null {
  const said = fromUtf8(bytes);
  if (said === null || !isWithinLimits(said, bytes)) return null;
  const clean = said.replace(CONTROL, "");
  return clean === "" ? null : clean;
}

function isWithinLimits(said: string, bytes: Uint8Array): boolean {
  return said.length >= 1 && said.length <= UNITS_MAX && bytes.length <= UTF8_BYTES_MAX;
}
