import { has } from "./kinds.ts";

/** Where the boxes lie that tell sizes: ISO/IEC 23008-12. `meta` has four bytes before its first box. */
const WAY: readonly (readonly [name: string, skip: number])[] = [
  ["meta", 4],
  ["iprp", 0],
  ["ipco", 0],
];

/** A picture with more boxes beside each other has no size here: empty ones would fill its file by the million. */
const BOXES_MAX = 4096;

/** The largest of the sizes that a picture and its parts claim. */
export function sizeOfAvif(
  bytes: Uint8Array<ArrayBuffer>,
): { readonly width: number; readonly height: number } | null {
  let inside: Uint8Array<ArrayBuffer> | undefined = bytes;
  for (const [name, skip] of WAY) inside = boxes(inside, name)[0]?.subarray(skip) ?? bytes.subarray(0, 0);
  const sizes = boxes(inside, "ispe")
    .filter(({ length }) => length >= 12)
    .map((body) => {
      const view = new DataView(body.buffer, body.byteOffset, body.length);
      return { width: view.getUint32(4), height: view.getUint32(8) };
    });
  return sizes.sort((a, b) => b.width * b.height - a.width * a.height)[0] ?? null;
}

/** The bodies of the boxes of this name, as far as the boxes are whole; none where there are too many. */
function boxes(bytes: Uint8Array<ArrayBuffer>, name: string): readonly Uint8Array<ArrayBuffer>[] {
  const found: Uint8Array<ArrayBuffer>[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let count = 0;
  for (let at = 0; at + 8 <= bytes.length; count += 1) {
    if (count === BOXES_MAX) return [];
    const length = view.getUint32(at);
    if (length < 8 || at + length > bytes.length) break;
    if (has(bytes, at + 4, name)) found.push(bytes.subarray(at + 8, at + length));
    at += length;
  }
  return found;
}
