import { has } from "./kinds.ts";

/**
 * What a decoder needs: the picture, its palette and transparency, its frames, and how its colours are meant. A profile (iCCP) is packed, so that its
 * length tells nothing of what is in it: it goes.
 */
const KEPT = new Set(
  "IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB sBIT cICP mDCV cLLI bKGD acTL fcTL fdAT".split(" "),
);
const NAME = /^[A-Za-z]{4}$/;
const SIGNATURE = "\x89PNG\r\n\x1a\n";

/** PNG, third edition, 5: chunks of length, name, data and checksum, the first IHDR, the last IEND. What follows the last is dropped. */
export function cleanPng(bytes: Uint8Array<ArrayBuffer>): readonly Uint8Array<ArrayBuffer>[] | null {
  if (!has(bytes, 0, SIGNATURE) || !has(bytes, 12, "IHDR")) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const parts = [bytes.subarray(0, SIGNATURE.length)];
  let drawn = false;
  for (let at = SIGNATURE.length; at + 12 <= bytes.length;) {
    const length = view.getUint32(at);
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const end = at + 12 + length;
    if (end > bytes.length || !NAME.test(name)) return null;
    if (KEPT.has(name)) parts.push(bytes.subarray(at, end));
    drawn ||= name === "IDAT";
    if (name === "IEND") return drawn && length === 0 ? parts : null;
    at = end;
  }
  return null;
}

export function sizeOfPng(
  bytes: Uint8Array<ArrayBuffer>,
): { readonly width: number; readonly height: number } | null {
  if (!has(bytes, 12, "IHDR") || bytes.length < 24) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return { width: view.getUint32(16), height: view.getUint32(20) };
}
