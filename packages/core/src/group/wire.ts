import { equal } from "../primitives/equal.ts";

/** The value of bytes that are its one encoding, and nothing after it; else null. ts-mls takes longer spellings of lengths, and what follows. */
export function exactly<T>(
  decode: (bytes: Uint8Array, offset: number) => readonly [T, number] | undefined,
  encode: (value: T) => Uint8Array,
  bytes: Uint8Array,
): T | null {
  try {
    const [value, length] = decode(bytes, 0) ?? [null, 0];
    if (value === null || length !== bytes.length) return null;
    return equal(encode(value), bytes) ? value : null;
  } catch {
    return null;
  }
}
