import { CoreError } from "../errors.ts";

/** The byte notation of spec/README.md 1: joining, unsigned integers most significant byte first, `lp`. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

export function u8(value: number): Uint8Array {
  return unsigned(value, 1);
}

export function u16(value: number): Uint8Array {
  return unsigned(value, 2);
}

export function u32(value: number): Uint8Array {
  return unsigned(value, 4);
}

/** At most 2^53 - 1, so that a number holds it. */
export function u64(value: number): Uint8Array {
  return unsigned(value, 8);
}

/** `u32(length of x) || x`. */
export function lp(bytes: Uint8Array): Uint8Array {
  return concat(u32(bytes.length), bytes);
}

/** Text of a derivation: ASCII by construction, since it comes from our own tables. */
export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** The bytes, then zeros up to `length`. */
export function padded(bytes: Uint8Array, length: number): Uint8Array {
  if (bytes.length > length) throw new CoreError("limit");
  const whole = new Uint8Array(length);
  whole.set(bytes);
  return whole;
}

/** Looks at every byte: padding sits beside secrets in an opened plaintext, and its time should say nothing. */
export function isZero(bytes: Uint8Array): boolean {
  return bytes.reduce((seen, byte) => seen | byte, 0) === 0;
}

/** Reads fields in order from bytes whose total length the caller has checked. Copies, so that the source can be wiped. */
export class FieldReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  u8(): number {
    return this.#view.getUint8(this.#take(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#take(2));
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4));
  }

  /** Callers refuse what is no safe integer: it was over 2^53 - 1. */
  u64(): number {
    return this.u32() * 2 ** 32 + this.u32();
  }

  bytes(length: number): Uint8Array {
    const start = this.#take(length);
    return this.#bytes.slice(start, start + length);
  }

  /** Whether all that is left is zero. */
  restIsZero(): boolean {
    return isZero(this.#bytes.subarray(this.#offset));
  }

  /** How many bytes are left. */
  rest(): number {
    return this.#bytes.length - this.#offset;
  }

  #take(length: number): number {
    const start = this.#offset;
    if (start + length > this.#bytes.length) throw new CoreError("encoding");
    this.#offset = start + length;
    return start;
  }
}

function unsigned(value: number, lengthBytes: 1 | 2 | 4 | 8): Uint8Array {
  if (!Number.isSafeInteger(value) || value < 0 || value >= 2 ** (8 * lengthBytes))
    throw new CoreError("encoding");
  const bytes = new Uint8Array(lengthBytes);
  let left = value;
  for (let at = lengthBytes - 1; at >= 0; at -= 1) {
    bytes[at] = left % 256;
    left = Math.floor(left / 256);
  }
  return bytes;
}
