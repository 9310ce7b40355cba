import { rasterKindOf } from "../pictures/kinds.ts";
import { PIXELS_MAX, type PictureSize, sizeOfPicture } from "../pictures/size.ts";

/** A picture of more bytes is not drawn here; it can be saved. */
const DRAWN_BYTES_MAX = 32 * 1024 * 1024;

/** What is decoded, one after the other: each may need some hundred megabytes for a moment. */
let turn: Promise<unknown> = Promise.resolve();

/**
 * Decodes a picture for a place of at most so many pixels in each direction. Null for what is none of the kinds that can run nothing, claims too much,
 * or does not decode. The drawing is the caller's to close.
 */
export function decode(picture: Blob, sidePxMax: number): Promise<ImageBitmap | null> {
  const made = turn.then(() => decodeNow(picture, sidePxMax).catch(() => null));
  turn = made;
  return made;
}

async function decodeNow(picture: Blob, sidePxMax: number): Promise<ImageBitmap | null> {
  if (picture.size > DRAWN_BYTES_MAX) return null;
  const bytes = new Uint8Array(await picture.arrayBuffer());
  const kind = rasterKindOf(bytes);
  const size = kind === null ? null : sizeOfPicture(bytes, kind);
  if (size === null) return null;
  // Of this very type, whatever was said of it: no browser may guess another.
  const blob = new Blob([bytes], { type: `image/${String(kind)}` });
  const whole = await createImageBitmap(blob);
  // What a file claims is not what a decoder makes of it, which counts.
  if (whole.width * whole.height > PIXELS_MAX) {
    whole.close();
    return null;
  }
  const to = fitted(whole, sidePxMax);
  if (to.width === whole.width) return whole;
  const small = await createImageBitmap(whole, {
    resizeWidth: to.width,
    resizeHeight: to.height,
    resizeQuality: "high",
  });
  whole.close();
  return small;
}

/** The largest size of the same shape within a square; never larger than it is. */
function fitted({ width, height }: PictureSize, sidePxMax: number): PictureSize {
  const scale = Math.min(1, sidePxMax / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
