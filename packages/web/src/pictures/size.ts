import { sizeOfGif } from "./gif.ts";
import { sizeOfJpeg } from "./jpeg.ts";
import type { RasterKind } from "./kinds.ts";
import { sizeOfPng } from "./png.ts";
import { sizeOfWebp } from "./webp.ts";
import { sizeOfAvif } from "./avif.ts";

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** More pixels are not decoded: a few bytes can claim a picture that fills all memory. */
export const PIXELS_MAX = 40_000_000;

/** The size that a picture claims, before it is decoded; null where it claims none, or one that is too large. */
export function sizeOfPicture(bytes: Uint8Array<ArrayBuffer>, kind: RasterKind): PictureSize | null {
  const size = SIZES[kind](bytes);
  if (size === null || size.width < 1 || size.height < 1) return null;
  return size.width * size.height > PIXELS_MAX ? null : size;
}

const SIZES: Readonly<Record<RasterKind, (bytes: Uint8Array<ArrayBuffer>) => PictureSize | null>> = {
  jpeg: sizeOfJpeg,
  png: sizeOfPng,
  gif: sizeOfGif,
  webp: sizeOfWebp,
  avif: sizeOfAvif,
};
