import { createDecipheriv, pbkdf2Sync } from "node:crypto";
import { brotliDecompressSync, constants, inflateRawSync } from "node:zlib";

/*
 * What browsers pack before they write it: LevelDB tables (Chromium's stores, blocks packed with Snappy), Mozilla's session files (LZ4),
 * answers as they came (gzip, Brotli), and cookies under the key that Chromium has where there is no keyring. Read leniently: what is no such
 * file, or is torn, gives nothing.
 */

/** The parts of a file that it holds packed, unpacked. */
export function unpacked(file: Buffer): readonly Buffer[] {
  return [...tables(file), ...answers(file), ...cookies(file)];
}

const MOZILLA = "mozLz40\0";
const LEVELDB = Buffer.from("57fb808b247547db", "hex");
const FOOTER_BYTES = 48;

function tables(file: Buffer): readonly Buffer[] {
  try {
    if (file.subarray(0, 8).toString("latin1") === MOZILLA) return [lz4(file.subarray(12))];
    if (file.length > FOOTER_BYTES && file.subarray(-8).equals(LEVELDB)) return tableBlocks(file);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return [];
}

/** Without the flags that a file's name and a comment would need, which no answer has. */
const GZIP = Buffer.from("1f8b0800", "hex");
const GZIP_BYTES = 10;
/** The head of an entry of Chromium's cache: this, version, length of its address, a hash; then the address and the answer. */
const ENTRY = Buffer.from("305c72a71b6dfbfc", "hex");
const ENTRY_BYTES = 24;
const UNPACKED_BYTES_MAX = 16 * 1024 * 1024;

/** Brotli has no mark of its own: it is tried where an answer begins, which is the first byte of Firefox's entries. */
function answers(file: Buffer): readonly Buffer[] {
  const isEntry = file.subarray(0, ENTRY.length).equals(ENTRY) && file.length > ENTRY_BYTES;
  const begin = isEntry ? ENTRY_BYTES + file.readUInt32LE(12) : 0;
  return [
    // What follows the stream is no fault of a raw one.
    ...placesOf(GZIP, file).map((at) =>
      leniently(() =>
        inflateRawSync(file.subarray(at + GZIP_BYTES), {
          finishFlush: constants.Z_SYNC_FLUSH,
          maxOutputLength: UNPACKED_BYTES_MAX,
        }),
      ),
    ),
    leniently(() =>
      brotliDecompressSync(file.subarray(begin), {
        finishFlush: constants.BROTLI_OPERATION_FLUSH,
        maxOutputLength: UNPACKED_BYTES_MAX,
      }),
    ),
  ];
}

function leniently(unzip: () => Buffer): Buffer {
  try {
    return unzip();
  } catch {
    return Buffer.alloc(0);
  }
}

const COOKIE_BYTES = 256;

/** AES-128-CBC by a key that stands in Chromium's sources; a few blocks after each mark, whatever they are. */
function cookies(file: Buffer): readonly Buffer[] {
  if (!file.includes("encrypted_value")) return [];
  const key = pbkdf2Sync("peanuts", "saltysalt", 1, 16, "sha1");
  return placesOf(Buffer.from("v10"), file).map((at) => {
    const decipher = createDecipheriv("aes-128-cbc", key, Buffer.alloc(16, " ")).setAutoPadding(false);
    return decipher.update(file.subarray(at + 3, at + 3 + COOKIE_BYTES));
  });
}

function placesOf(mark: Buffer, file: Buffer): readonly number[] {
  const places: number[] = [];
  for (let at = file.indexOf(mark); at !== -1; at = file.indexOf(mark, at + 1)) places.push(at);
  return places;
}

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
