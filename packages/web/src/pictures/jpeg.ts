import { type CleanPicture, PROFILE_BYTES_MAX } from "./kept.ts";
import { orientationOf } from "./exif.ts";
import { has } from "./kinds.ts";

const END = 0xd9;
const SCAN = 0xda;
const JFIF = 0xe0;
const EXIF = 0xe1;
const PROFILE = 0xe2;
const ADOBE = 0xee;
const PROFILE_HEAD = 14;
/** Before the header of its frame a picture has no more: empty ones would fill its file by the million. */
const SEGMENTS_MAX = 4096;

interface Segment {
  readonly code: number;
  /** From the marker on. */
  readonly from: number;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly end: number;
}

/** ITU T.81, annex B: markers with their segments, and after each start of a scan what is coded until the next marker. */
export function cleanJpeg(bytes: Uint8Array<ArrayBuffer>): CleanPicture | null {
  if (!has(bytes, 0, "\xff\xd8\xff")) return null;
  const parts: Uint8Array<ArrayBuffer>[] = [bytes.subarray(0, 2)];
  let [framed, scanned, orientation] = [false, false, 1];
  for (let at = 2; ;) {
    const segment = segmentAt(bytes, at);
    if (segment === null) return null;
    const { code, from, end, body } = segment;
    if (code === END) {
      parts.push(bytes.subarray(from, end));
      return framed && scanned ? { parts, orientation } : null;
    }
    if (code === EXIF) orientation = orientationOf(body) ?? orientation;
    parts.push(...keptOf(segment, bytes));
    framed ||= isFrame(code);
    at = end;
    if (code === SCAN) {
      scanned = true;
      at = endOfCoded(bytes, end);
      parts.push(bytes.subarray(end, at));
    }
  }
}

/** The size of the picture in its frame's header. */
export function sizeOfJpeg(
  bytes: Uint8Array<ArrayBuffer>,
): { readonly width: number; readonly height: number } | null {
  for (let [at, count] = [2, 0]; count < SEGMENTS_MAX; count += 1) {
    const segment = segmentAt(bytes, at);
    if (segment === null || segment.code === END || segment.code === SCAN) return null;
    const { body, code } = segment;
    if (isFrame(code) && body.length >= 5) return { width: u16(body, 3), height: u16(body, 1) };
    at = segment.end;
  }
  return null;
}

/** The segment that begins here, after bytes that fill; null for what is none. */
function segmentAt(bytes: Uint8Array<ArrayBuffer>, at: number): Segment | null {
  let mark = at;
  if (bytes[mark] !== 0xff) return null;
  while (bytes[mark + 1] === 0xff) mark += 1;
  const code = bytes[mark + 1] ?? 0;
  if (code === END) return { code, from: mark, body: bytes.subarray(0, 0), end: mark + 2 };
  const length = u16(bytes, mark + 2);
  const end = mark + 2 + length;
  if (!isKnown(code) || length < 2 || end > bytes.length) return null;
  return { code, from: mark, body: bytes.subarray(mark + 4, end), end };
}

/** Frames, tables, scans, intervals, and what applications add (which mostly goes). */
function isKnown(code: number): boolean {
  return (code >= 0xc0 && code <= 0xcf && code !== 0xc8) || (code >= SCAN && code <= 0xef) || code === 0xfe;
}

function isFrame(code: number): boolean {
  return code >= 0xc0 && code <= 0xcf && code !== 0xc4 && code !== 0xc8 && code !== 0xcc;
}

/** What of a segment stays. Of an application's, only what says how the colours are meant. */
function keptOf(
  { code, from, end, body }: Segment,
  bytes: Uint8Array<ArrayBuffer>,
): readonly Uint8Array<ArrayBuffer>[] {
  if (code < JFIF) return code === SCAN || code >= 0xc0 ? [bytes.subarray(from, end)] : [];
  // Version, unit and density; a thumbnail may follow them, and is dropped.
  if (code === JFIF && has(body, 0, "JFIF\0") && body.length >= 14)
    return [Uint8Array.of(0xff, JFIF, 0, 16), body.subarray(0, 12), Uint8Array.of(0, 0)];
  if (code === ADOBE && has(body, 0, "Adobe") && body.length >= 12)
    return [Uint8Array.of(0xff, ADOBE, 0, 14), body.subarray(0, 12)];
  const profile = code === PROFILE && has(body, 0, "ICC_PROFILE\0\x01\x01");
  return profile && body.length <= PROFILE_HEAD + PROFILE_BYTES_MAX ? [bytes.subarray(from, end)] : [];
}

/** Coded data ends at a marker; a zero after 0xFF belongs to it, and so do its restarts. */
function endOfCoded(bytes: Uint8Array, from: number): number {
  let at = from;
  for (;;) {
    at = bytes.indexOf(0xff, at);
    if (at < 0) return bytes.length;
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && (next < 0xd0 || next > 0xd7)) return at;
    at += 2;
  }
}

function u16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}
