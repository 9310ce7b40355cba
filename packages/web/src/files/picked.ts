import { cleanPicture } from "../pictures/clean.ts";
import { orientationSegment } from "../pictures/exif.ts";
import { HEAD_BYTES, isCleanable, isOtherPicture, rasterKindOf } from "../pictures/kinds.ts";
import { redraw } from "./redraw.ts";

/** A picture of more bytes is not read into memory for cleaning. */
const CLEANED_BYTES_MAX = 64 * 1024 * 1024;

/** What was found in a file that was picked. `blob` is what is sent, unless the original is asked for. */
export type Look =
  | { readonly kind: "reading" }
  /** Anything but a picture goes as it is. */
  | { readonly kind: "file" }
  | { readonly kind: "clean"; readonly blob: Blob; readonly turned: boolean }
  /** A picture of which nothing can be taken out here, or a file that could not be read. */
  | { readonly kind: "uncleanable"; readonly why: "other" | "broken" | "too-heavy" | "unread" };

/** Looks at a file by its first bytes, whatever its name says, and takes out of a picture what it says beside the picture. */
export async function lookAt(file: Blob & { readonly name: string }): Promise<Look> {
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  const kind = rasterKindOf(head);
  if (kind === null && !isOtherPicture(file.type, file.name, head)) return { kind: "file" };
  if (!isCleanable(kind)) return { kind: "uncleanable", why: "other" };
  if (file.size > CLEANED_BYTES_MAX) return { kind: "uncleanable", why: "too-heavy" };
  const clean = cleanPicture(new Uint8Array(await file.arrayBuffer()), kind);
  if (clean === null) return { kind: "uncleanable", why: "broken" };
  const { parts, orientation } = clean;
  const type = `image/${kind}`;
  const [first = new Uint8Array(), ...rest] = parts;
  if (orientation === 1) return { kind: "clean", blob: new Blob([...parts], { type }), turned: false };
  const upright = new Blob([first, orientationSegment(orientation), ...rest], { type });
  const drawn = await redraw(upright);
  // A browser that draws nothing faithfully keeps the one number that says how the picture stands.
  return { kind: "clean", blob: drawn ?? upright, turned: drawn !== null };
}
