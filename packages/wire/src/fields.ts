import { WireError } from "./error.ts";

/** Every frame is `kind u8 || fields || zeros to the class` (spec/relay.md 2). This writes the fields of one. */
export class FieldWriter {
  readonly #frame: Uint8Array;
  readonly #view: DataView;
  #offset = 1;

  constructor(kind: number, frameBytes: number) {
    this.#frame = new Uint8Array(frameBytes);
    this.#view = new DataView(this.#frame.buffer);
    this.#frame[0] = kind;
  }

  u8(value: number): this {
    this.#view.setUint8(this.#take(1), integer(value, 0xff));
    return this;
  }

  u16(value: number): this {
    this.#view.setUint16(this.#take(2), integer(value, 0xffff));
    return this;
  }

  u32(value: number): this {
    this.#view.setUint32(this.#take(4), integer(value, 0xffff_ffff));
    return this;
  }

  /** Bytes of a length that the frame's table fixes, or that was written before them. */
  bytes(value: Uint8Array, length: number): this {
    if (value.length !== length) throw new WireError("field");
    this.#frame.set(value, this.#take(length));
    return this;
  }

  /** The frame, whose rest is zero because it was made so. */
  done(): Uint8Array {
    return this.#frame;
  }

  #take(length: number): number {
    const start = this.#offset;
    if (start + length > this.#frame.length) throw new WireError("field");
    this.#offset = start + length;
    return start;
  }
}

/** At most 2^53 - 1, so that a number holds it. By itself, since no page says such a number to a relay. */
export function writeU64(writer: FieldWriter, value: number): FieldWriter {
  const whole = integer(value, Number.MAX_SAFE_INTEGER);
  return writer.u32(Math.floor(whole / 2 ** 32)).u32(whole % 2 ** 32);
}

/** Reads the fields that FieldWriter writes; the caller has checked the kind. */
export class FieldReader {
  readonly #frame: Uint8Array;
  readonly #view: DataView;
  #offset = 1;

  /** Refuses a frame whose length is not the class of its kind. */
  constructor(frame: Uint8Array, frameBytes: number) {
    if (frame.length !== frameBytes) throw new WireError("class");
    this.#frame = frame;
    this.#view = new DataView(frame.buffer, frame.byteOffset, frame.length);
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

  u64(): number {
    const value = this.u32() * 2 ** 32 + this.u32();
    if (!Number.isSafeInteger(value)) throw new WireError("field");
    return value;
  }

  /** A view of the next bytes, valid as long as the frame is. */
  bytes(length: number): Uint8Array {
    const start = this.#take(length);
    return this.#frame.subarray(start, start + length);
  }

  /** Whatever follows the fields is zero, so that a frame has one spelling and hides nothing. */
  end(): void {
    if (!isZero(this.#frame.subarray(this.#offset))) throw new WireError("padding");
  }

  #take(length: number): number {
    const start = this.#offset;
    if (start + length > this.#frame.length) throw new WireError("field");
    this.#offset = start + length;
    return start;
  }
}

/** Whether all bytes are zero. Used on padding, which is no secret: it may stop early. */
export function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}

function integer(value: number, max: number): number {
  if (!Number.isInteger(value) || value < 0 || value > max) throw new WireError("field");
  return value;
}
