/*
 * Pieces that an honest sealer would refuse to make: whoever holds a file's key can seal what they like (spec/files.md 4).
 */
import { webcrypto } from "node:crypto";
import { fileBodies } from "@tacet/core/files";
import type { Said } from "./side.ts";

const HEADER_BYTES = 22;
const PLAINTEXT_BYTES = 65_497;

export interface Forged {
  readonly index: number;
  readonly last: boolean;
  /** What the length field says; the bytes follow. */
  readonly length: number;
  readonly bytes: Uint8Array;
  readonly end?: { readonly total: number; readonly link: Uint8Array };
  /** Set in the padding. */
  readonly padding?: number;
}

/** The key stands in the offer. */
export function keyOf(offer: Said): Uint8Array<ArrayBuffer> {
  const decoded = fileBodies.offer.decode(offer.body);
  if (decoded === null) throw new Error("the offer cannot be read");
  return Uint8Array.from(decoded.key);
}

export async function forge(
  key: Uint8Array<ArrayBuffer>,
  file: Uint8Array,
  piece: Forged,
): Promise<Uint8Array> {
  const block = new Uint8Array(65_535);
  const view = new DataView(block.buffer);
  block[0] = 4;
  block.set(file, 1);
  view.setUint32(17, piece.index);
  block[21] = piece.last ? 1 : 0;
  const plaintext = new Uint8Array(PLAINTEXT_BYTES);
  new DataView(plaintext.buffer).setUint16(0, piece.length);
  plaintext.set(piece.bytes, 2);
  if (piece.end !== undefined) {
    new DataView(plaintext.buffer).setBigUint64(2 + piece.length, BigInt(piece.end.total));
    plaintext.set(piece.end.link, 10 + piece.length);
  }
  plaintext[PLAINTEXT_BYTES - 1] = piece.padding ?? plaintext.at(-1) ?? 0;
  const iv = new Uint8Array(12);
  new DataView(iv.buffer).setUint32(8, piece.index);
  const imported = await webcrypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt"]);
  const additionalData = block.slice(0, HEADER_BYTES);
  block.set(
    new Uint8Array(
      await webcrypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, imported, plaintext),
    ),
    HEADER_BYTES,
  );
  return block;
}
