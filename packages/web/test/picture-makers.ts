/** Pictures built from their parts, as the formats say: what is to stay and what is to go is known beforehand. */
import { deflateSync } from "node:zlib";

export type Bytes = Uint8Array<ArrayBuffer>;

export const SECRET = "SECRET: 48.8584 N 2.2945 E, camera of Ana";

export function ascii(text: string): Bytes {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

export function join(...parts: readonly (Uint8Array | readonly number[])[]): Bytes {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

export function segment(code: number, body: Uint8Array | readonly number[]): Bytes {
  const length = body.length + 2;
  return join([0xff, code, length >> 8, length & 255], body);
}

/** EXIF with an orientation, a secret, and in either order of bytes. */
export function exif(orientation: number, little = false): Bytes {
  const u16 = (value: number): number[] => (little ? [value & 255, value >> 8] : [value >> 8, value & 255]);
  const u32 = (value: number): number[] => (little ? [...u16(value), 0, 0] : [0, 0, ...u16(value)]);
  const entry = [...u16(0x0112), ...u16(3), ...u32(1), ...u16(orientation), 0, 0];
  const head = ascii(little ? "II" : "MM");
  return join(ascii("Exif\0\0"), head, u16(42), u32(8), u16(1), entry, u32(0), ascii(SECRET));
}

export const FRAME = segment(0xc0, [8, 0, 7, 0, 9, 1, 1, 0x11, 0]);
const TABLE = segment(0xdb, [0, ...Array.from({ length: 64 }, () => 1)]);
export const SCAN = join(segment(0xda, [1, 1, 0, 0, 63, 0]), [0x12, 0xff, 0, 0x34, 0xff, 0xd0, 0x56]);

export function jpeg(...inner: readonly Uint8Array[]): Bytes {
  return join([0xff, 0xd8], ...inner, TABLE, FRAME, SCAN, [0xff, 0xd9]);
}

const CRC = Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

export function chunk(name: string, body: Uint8Array | readonly number[]): Bytes {
  const named = join(ascii(name), body);
  let sum = 0xffffffff;
  for (const byte of named) sum = (CRC[(sum ^ byte) & 255] ?? 0) ^ (sum >>> 8);
  const u32 = (value: number): number[] => [24, 16, 8, 0].map((bits) => (value >>> bits) & 255);
  return join(u32(body.length), named, u32(~sum));
}

const SIGNATURE = ascii("\x89PNG\r\n\x1a\n");
const IHDR = chunk("IHDR", [0, 0, 0, 9, 0, 0, 0, 7, 8, 0, 0, 0, 0]);
const IDAT = chunk("IDAT", deflateSync(new Uint8Array(70)));
const IEND = chunk("IEND", []);

export function png(...inner: readonly Uint8Array[]): Bytes {
  return join(SIGNATURE, IHDR, ...inner, IDAT, IEND);
}

export function riff(name: string, body: Uint8Array | readonly number[]): Bytes {
  const { length } = body;
  const pad = length % 2 === 1 ? [0] : [];
  return join(ascii(name), [length & 255, length >> 8, 0, 0], body, pad);
}

export const LOSSLESS = riff("VP8L", [0x2f, 8, 0x80, 1, 0, 7, 7]);

export function webp(...chunks: readonly Uint8Array[]): Bytes {
  return riff("RIFF", join(ascii("WEBP"), ...chunks));
}

const SCREEN = join(ascii("GIF89a"), [9, 0, 7, 0, 0x80, 0, 0], [0, 0, 0, 255, 255, 255]);
const GIF_IMAGE = join([0x2c, 0, 0, 0, 0, 9, 0, 7, 0, 0], [2, 3, 0x84, 0x8f, 5, 0]);

export function gif(...inner: readonly Uint8Array[]): Bytes {
  return join(SCREEN, ...inner, GIF_IMAGE, [0x3b]);
}

export function extension(label: number, ...blocks: readonly Uint8Array[]): Bytes {
  return join([0x21, label], ...blocks.map((block) => join([block.length], block)), [0]);
}
