/**
 * Takes out of a picture what it says beside the picture: place, time, device, author, comments, thumbnails, what stands behind its
 * end. The picture itself stays bit for bit. Only what a decoder needs is kept, by name; everything else goes, known or not. A picture
 * that is not built as its format says is refused whole: what is not understood cannot be called clean.
 */
import { cleanGif } from "./gif.ts";
import { cleanJpeg } from "./jpeg.ts";
import type { CleanableKind } from "./kinds.ts";
import type { CleanPicture } from "./kept.ts";
import { cleanPng } from "./png.ts";
import { cleanWebp } from "./webp.ts";

/** Null for what is no whole picture of this kind. */
export function cleanPicture(bytes: Uint8Array<ArrayBuffer>, kind: CleanableKind): CleanPicture | null {
  if (kind === "jpeg") return cleanJpeg(bytes);
  const parts = kind === "png" ? cleanPng(bytes) : kind === "gif" ? cleanGif(bytes) : cleanWebp(bytes);
  return parts === null ? null : { parts, orientation: 1 };
}
