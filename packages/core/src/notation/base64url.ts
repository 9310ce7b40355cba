import { secretBytes } from "../primitives/secret-bytes.ts";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/**
 * base64url without padding (RFC 4648 section 5), in its canonical spelling only (spec/README.md 1). Written out because
 * `Uint8Array.fromBase64` is missing in browsers we support and `atob` accepts many spellings of one value.
 */
export const base64url: {
  readonly encode: typeof encode;
  readonly decode: typeof decode;
} = { encode, decode };

function encode(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(at, at + 3);
    const group = (a << 16) | (b << 8) | c;
    const characters = Math.min(bytes.length - at, 3) + 1;
    for (let index = 0; index < characters; index += 1)
      text += ALPHABET.charAt((group >> (18 - 6 * index)) & 63);
  }
  return text;
}

/** The bytes, or null for anything but the canonical spelling: a foreign character, padding, unused bits that are not zero. */
function decode(text: string): Uint8Array | null {
  if (text.length % 4 === 1) return null;
  // What is decoded may be an invite key.
  const bytes = secretBytes(Math.floor((text.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let offset = 0;
  for (const character of text) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) return null;
    held = ((held << 6) | value) & 0xfff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[offset] = (held >> bits) & 0xff;
    offset += 1;
  }
  return (held & ((1 << bits) - 1)) === 0 ? bytes : null;
}
