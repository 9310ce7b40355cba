import { has } from "./kinds.ts";

const EXTENSION = 0x21;
const IMAGE = 0x2c;
const TRAILER = 0x3b;
const CONTROL = 0xf9;
const APPLICATION = 0xff;
/** Applications' blocks that say how often the picture is repeated. */
const REPEATS = ["\x0bNETSCAPE2.0", "\x0bANIMEXTS1.0"];

/** GIF89a: screen, colours, then blocks up to the trailer. Comments, texts and what applications add go; what follows the trailer too. */
export function cleanGif(bytes: Uint8Array<ArrayBuffer>): readonly Uint8Array<ArrayBuffer>[] | null {
  const begin = endOfScreen(bytes);
  if (begin === null) return null;
  const parts = [bytes.subarray(0, begin)];
  let drawn = false;
  for (let at = begin; at < bytes.length;) {
    const code = bytes[at];
    if (code === TRAILER) {
      parts.push(bytes.subarray(at, at + 1));
      return drawn ? parts : null;
    }
    const end =
      code === IMAGE ? endOfImage(bytes, at) : code === EXTENSION ? endOfBlocks(bytes, at + 2) : null;
    if (end === null) return null;
    if (code === IMAGE || isKept(bytes, at)) parts.push(bytes.subarray(at, end));
    drawn ||= code === IMAGE;
    at = end;
  }
  return null;
}

/** The larger of the screen and the first picture on it: decoders take either. */
export function sizeOfGif(
  bytes: Uint8Array<ArrayBuffer>,
): { readonly width: number; readonly height: number } | null {
  const begin = endOfScreen(bytes);
  if (begin === null) return null;
  let at: number | null = begin;
  while (at !== null && bytes[at] === EXTENSION) at = endOfBlocks(bytes, at + 2);
  if (at === null || bytes[at] !== IMAGE || at + 10 > bytes.length) return null;
  return {
    width: Math.max(u16(bytes, 6), u16(bytes, at + 1) + u16(bytes, at + 5)),
    height: Math.max(u16(bytes, 8), u16(bytes, at + 3) + u16(bytes, at + 7)),
  };
}

function isKept(bytes: Uint8Array, at: number): boolean {
  const label = bytes[at + 1];
  return label === CONTROL || (label === APPLICATION && REPEATS.some((name) => has(bytes, at + 2, name)));
}

function endOfScreen(bytes: Uint8Array): number | null {
  if (!has(bytes, 0, "GIF87a") && !has(bytes, 0, "GIF89a")) return null;
  const end = 13 + coloursBytes(bytes[10] ?? 0);
  return end <= bytes.length ? end : null;
}

function endOfImage(bytes: Uint8Array, at: number): number | null {
  return endOfBlocks(bytes, at + 10 + coloursBytes(bytes[at + 9] ?? 0) + 1);
}

/** Blocks of up to 255 bytes, each after its length; an empty one ends them. */
function endOfBlocks(bytes: Uint8Array, from: number): number | null {
  let at = from;
  while (at < bytes.length) {
    const length = bytes[at] ?? 0;
    at += 1 + length;
    if (length === 0) return at;
  }
  return null;
}

function coloursBytes(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1);
}

function u16(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
}
