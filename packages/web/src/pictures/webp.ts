import { PROFILE_BYTES_MAX } from "./kept.ts";
import { has } from "./kinds.ts";

const HEAD = 12;
const FRAME_HEAD = 16;
/** A picture of more chunks is refused: empty ones would fill its file by the million. */
const CHUNKS_MAX = 4096;
/** In a frame there are two that count. */
const FRAME_CHUNKS_MAX = 64;
const CANVAS = "VP8X";
const PROFILE = "ICCP";
const PICTURE = new Set(["VP8 ", "VP8L", "ALPH"]);
/** Bits of the canvas's flags that announce what goes. */
const FLAG_PROFILE = 0x20;
const FLAGS_GONE = 0x0c;

interface ChunkOf {
  readonly name: string;
  readonly body: Uint8Array<ArrayBuffer>;
  /** With its head and the byte that makes it even. */
  readonly whole: Uint8Array<ArrayBuffer>;
}

/** RFC 9649: chunks of name, length and data in one RIFF. What follows the RIFF is dropped. */
export function cleanWebp(bytes: Uint8Array<ArrayBuffer>): readonly Uint8Array<ArrayBuffer>[] | null {
  const all = chunksOf(bytes);
  if (all === null) return null;
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let drawn = false;
  const profiled = all.some(isKeptProfile);
  for (const one of all) {
    const kept = keptOf(one, profiled);
    if (kept === null) return null;
    parts.push(...kept);
    drawn ||= one.name === "VP8 " || one.name === "VP8L" || one.name === "ANMF";
  }
  return drawn ? [headOf(parts), ...parts] : null;
}

/** The canvas, or the only picture. */
export function sizeOfWebp(
  bytes: Uint8Array<ArrayBuffer>,
): { readonly width: number; readonly height: number } | null {
  const end = endOf(bytes);
  if (end === null) return null;
  for (const one of walk(bytes.subarray(0, end), HEAD, CHUNKS_MAX)) {
    if (one === null) return null;
    const { name, body } = one;
    const view = new DataView(body.buffer, body.byteOffset, body.length);
    if (name === CANVAS && body.length >= 10) return { width: u24(body, 4) + 1, height: u24(body, 7) + 1 };
    if (name === "VP8 " && body.length >= 10)
      return { width: view.getUint16(6, true) & 0x3fff, height: view.getUint16(8, true) & 0x3fff };
    if (name !== "VP8L" || body.length < 5) continue;
    const bits = view.getUint32(1, true);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  return null;
}

function keptOf(one: ChunkOf, profiled: boolean): readonly Uint8Array<ArrayBuffer>[] | null {
  if (PICTURE.has(one.name) || one.name === "ANIM" || isKeptProfile(one)) return [one.whole];
  if (one.name === "ANMF") return frameOf(one);
  if (one.name !== CANVAS) return [];
  if (one.body.length !== 10) return null;
  const canvas = one.whole.slice();
  canvas[8] = (one.body[0] ?? 0) & ~FLAGS_GONE & (profiled ? 0xff : ~FLAG_PROFILE);
  return [canvas];
}

function isKeptProfile({ name, body }: ChunkOf): boolean {
  return name === PROFILE && body.length <= PROFILE_BYTES_MAX;
}

/** A frame holds chunks of its own; of those only the picture stays. */
function frameOf({ body }: ChunkOf): readonly Uint8Array<ArrayBuffer>[] | null {
  const inner = body.length < FRAME_HEAD ? null : chunksIn(body, FRAME_HEAD, FRAME_CHUNKS_MAX);
  const kept = inner?.filter(({ name }) => PICTURE.has(name)).map(({ whole }) => whole) ?? [];
  if (kept.length === 0) return null;
  const length = FRAME_HEAD + kept.reduce((sum, one) => sum + one.length, 0);
  return [head("ANMF", length), body.subarray(0, FRAME_HEAD), ...kept];
}

function chunksOf(bytes: Uint8Array<ArrayBuffer>): readonly ChunkOf[] | null {
  const end = endOf(bytes);
  return end === null ? null : chunksIn(bytes.subarray(0, end), HEAD, CHUNKS_MAX);
}

/** Where the RIFF ends; null for what is no whole one. */
function endOf(bytes: Uint8Array<ArrayBuffer>): number | null {
  if (!has(bytes, 0, "RIFF") || !has(bytes, 8, "WEBP") || bytes.length < HEAD) return null;
  const end = 8 + lengthAt(bytes, 4);
  return end < HEAD || end > bytes.length ? null : end;
}

function chunksIn(bytes: Uint8Array<ArrayBuffer>, from: number, max: number): readonly ChunkOf[] | null {
  const found: ChunkOf[] = [];
  for (const one of walk(bytes, from, max)) {
    if (one === null) return null;
    found.push(one);
  }
  return found;
}

/** One chunk after the other; null, and no more, where one is not whole or there are too many. */
function* walk(bytes: Uint8Array<ArrayBuffer>, from: number, max: number): Generator<ChunkOf | null> {
  let count = 0;
  for (let at = from; at < bytes.length; count += 1) {
    const length = at + 8 > bytes.length ? bytes.length : lengthAt(bytes, at + 4);
    const end = at + 8 + length + (length % 2);
    if (count === max || end > bytes.length) {
      yield null;
      return;
    }
    const name = String.fromCharCode(...bytes.subarray(at, at + 4));
    yield { name, body: bytes.subarray(at + 8, at + 8 + length), whole: bytes.subarray(at, end) };
    at = end;
  }
}

function headOf(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const made = new Uint8Array(HEAD);
  made.set(head("RIFF", 4 + parts.reduce((sum, one) => sum + one.length, 0)));
  made.set([0x57, 0x45, 0x42, 0x50], 8);
  return made;
}

function head(name: string, length: number): Uint8Array<ArrayBuffer> {
  const made = new Uint8Array(8);
  for (let index = 0; index < 4; index += 1) made[index] = name.charCodeAt(index);
  new DataView(made.buffer).setUint32(4, length, true);
  return made;
}

function lengthAt(bytes: Uint8Array<ArrayBuffer>, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset + at, 4).getUint32(0, true);
}

function u24(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);
}
