import { has } from "./kinds.ts";

const TAG = 0x0112;
const ENTRIES_MAX = 512;

/** How EXIF data (with their heading) say the picture is to be turned, 1 to 8; null where they do not. */
export function orientationOf(body: Uint8Array<ArrayBuffer>): number | null {
  if (!has(body, 0, "Exif\0\0") || body.length < 14) return null;
  const view = new DataView(body.buffer, body.byteOffset + 6, body.length - 6);
  const little = has(body, 6, "II*\0");
  if (!little && !has(body, 6, "MM\0*")) return null;
  const from = view.getUint32(4, little);
  if (from + 2 > view.byteLength) return null;
  const count = Math.min(view.getUint16(from, little), ENTRIES_MAX);
  for (let index = 0; index < count; index += 1) {
    const at = from + 2 + index * 12;
    if (at + 12 > view.byteLength) return null;
    if (view.getUint16(at, little) !== TAG) continue;
    const value = view.getUint16(at + 8, little);
    return value >= 1 && value <= 8 ? value : null;
  }
  return null;
}

/** A segment of a JPEG that says this and nothing else: for a browser that draws no picture anew. */
export function orientationSegment(orientation: number): Uint8Array<ArrayBuffer> {
  const heading = [0xff, 0xe1, 0, 34, 0x45, 0x78, 0x69, 0x66, 0, 0];
  const table = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1];
  const entry = [TAG >> 8, TAG & 0xff, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0];
  return Uint8Array.from([...heading, ...table, ...entry, 0, 0, 0, 0]);
}
