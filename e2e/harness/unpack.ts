/*
 * What browsers pack before they write it: LevelDB tables (Chromium's stores, blocks packed with Snappy) and Mozilla's session files
 * (LZ4). Read leniently: what is no such file, or is torn, gives nothing.
 */

/** The parts of a file that it holds packed, unpacked. */
export function unpacked(file: Buffer): readonly Buffer[] {
  try {
    if (file.subarray(0, 8).toString("latin1") === MOZILLA) return [lz4(file.subarray(12))];
    if (file.length > FOOTER_BYTES && file.subarray(-8).equals(LEVELDB)) return tableBlocks(file);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return [];
}

const MOZILLA = "mozLz40\0";
const LEVELDB = Buffer.from("57fb808b247547db", "hex");
const FOOTER_BYTES = 48;

class Reader {
  readonly bytes: Buffer;
  at: number;

  constructor(bytes: Buffer, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  byte(): number {
    const value = this.bytes[this.at];
    if (value === undefined) throw new RangeError("The file ends too early.");
    this.at += 1;
    return value;
  }

  little(bytes: number): number {
    let value = 0;
    for (let at = 0; at < bytes; at += 1) value += this.byte() * 2 ** (8 * at);
    return value;
  }

  varint(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  }

  take(count: number): Buffer {
    if (this.at + count > this.bytes.length) throw new RangeError("The file ends too early.");
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }
}

/** Grows by literals and by copies of what it has already; a copy may run into itself. */
class Unpacking {
  #bytes = Buffer.alloc(1024);
  #length = 0;

  literal(bytes: Buffer): void {
    this.#room(bytes.length);
    bytes.copy(this.#bytes, this.#length);
    this.#length += bytes.length;
  }

  copy(offset: number, count: number): void {
    if (offset === 0 || offset > this.#length) throw new RangeError("A copy of what was not there.");
    this.#room(count);
    for (let at = 0; at < count; at += 1) {
      this.#bytes[this.#length] = this.#bytes[this.#length - offset] ?? 0;
      this.#length += 1;
    }
  }

  done(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  #room(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const larger = Buffer.alloc(Math.max(this.#bytes.length * 2, this.#length + more));
    this.#bytes.copy(larger);
    this.#bytes = larger;
  }
}

/** Every block of a LevelDB table: the footer names the index, and the index names the blocks. */
function tableBlocks(file: Buffer): readonly Buffer[] {
  const footer = new Reader(file, file.length - FOOTER_BYTES);
  footer.varint();
  footer.varint();
  const index = new Reader(block(file, footer.varint(), footer.varint()));
  const restarts = index.bytes.readUInt32LE(index.bytes.length - 4);
  const blocks: Buffer[] = [];
  while (index.at < index.bytes.length - 4 * (restarts + 1)) {
    index.varint();
    const key = index.varint();
    const value = index.varint();
    index.take(key);
    const handle = new Reader(index.take(value));
    blocks.push(block(file, handle.varint(), handle.varint()));
  }
  return blocks;
}

function block(file: Buffer, offset: number, size: number): Buffer {
  const raw = new Reader(file, offset).take(size);
  return file[offset + size] === 1 ? snappy(raw) : raw;
}

export function snappy(packed: Buffer): Buffer {
  const from = new Reader(packed);
  const into = new Unpacking();
  from.varint();
  while (from.at < packed.length) {
    const tag = from.byte();
    const high = tag >> 2;
    const kind = tag & 3;
    if (kind === 0) into.literal(from.take((high < 60 ? high : from.little(high - 59)) + 1));
    else if (kind === 1) into.copy((tag >> 5) * 256 + from.byte(), (high & 7) + 4);
    else into.copy(from.little(kind === 2 ? 2 : 4), high + 1);
  }
  return into.done();
}

export function lz4(packed: Buffer): Buffer {
  const from = new Reader(packed);
  const into = new Unpacking();
  const more = (count: number): number => {
    let sum = count;
    if (count < 15) return sum;
    for (let byte = 255; byte === 255; sum += byte) byte = from.byte();
    return sum;
  };
  while (from.at < packed.length) {
    const token = from.byte();
    into.literal(from.take(more(token >> 4)));
    // The last one has no copy.
    if (from.at >= packed.length) break;
    const offset = from.little(2);
    into.copy(offset, more(token & 15) + 4);
  }
  return into.done();
}
