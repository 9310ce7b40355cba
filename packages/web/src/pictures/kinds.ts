/** Kinds of picture that the page draws. None of them can run anything or ask for anything. */
export type RasterKind = "jpeg" | "png" | "gif" | "webp" | "avif";

/** Kinds of which the page can take out what they say beside the picture. */
export type CleanableKind = Exclude<RasterKind, "avif">;

/** So many bytes from the beginning tell the kind. */
export const HEAD_BYTES = 1024;

/** The kind of a picture by its first bytes, whatever its name or type says; null for what is none of these. */
export function rasterKindOf(head: Uint8Array): RasterKind | null {
  if (has(head, 0, "\xff\xd8\xff")) return "jpeg";
  if (has(head, 0, "\x89PNG\r\n\x1a\n")) return "png";
  if (has(head, 0, "GIF87a") || has(head, 0, "GIF89a")) return "gif";
  if (has(head, 0, "RIFF") && has(head, 8, "WEBP")) return "webp";
  if (has(head, 4, "ftyp") && (has(head, 8, "avif") || has(head, 8, "avis"))) return "avif";
  return null;
}

export function isCleanable(kind: RasterKind | null): kind is CleanableKind {
  return kind !== null && kind !== "avif";
}

/** Endings of pictures whose additions stay where they are. */
const OTHER =
  /\.(?:heic|heif|svgz?|tiff?|bmp|dng|raw|cr2|cr3|nef|arw|psd|jxl|jp2|ico|hif|orf|rw2|raf|srw|pef|3fr|x3f|arq)$/i;

/** First bytes of such: TIFF and raw pictures of cameras, Photoshop, JPEG XL. */
const OTHER_HEADS = [
  "II*\0",
  "MM\0*",
  "IIU\0",
  "IIRO",
  "FUJIFILM",
  "8BPS",
  "\xff\x0a",
  "\0\0\0\x0cJXL \r\n\x87\n",
];
/** Brands of HEIF: ISO/IEC 23008-12. */
const OTHER_BRANDS = ["heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1"];
/** What may stand before the root of a drawing: a mark of the order of bytes, declarations, comments. */
const DRAWING = /^(?:\u00ef\u00bb\u00bf)?\s*<(?:svg|\?xml|!--|!doctype svg)/i;

/** True for a picture of a kind that is not cleaned. The word of the system, the name or the first bytes are each enough to say so. */
export function isOtherPicture(type: string, name: string, head: Uint8Array): boolean {
  return type.startsWith("image/") || OTHER.test(name) || hasOtherHead(head);
}

function hasOtherHead(head: Uint8Array): boolean {
  if (OTHER_HEADS.some((one) => has(head, 0, one))) return true;
  if (has(head, 4, "ftyp") && OTHER_BRANDS.some((brand) => has(head, 8, brand))) return true;
  const words = String.fromCharCode(...head.subarray(0, HEAD_BYTES));
  return DRAWING.test(words) && /<svg/i.test(words);
}

/** Whether these characters, each a byte, stand there. */
export function has(bytes: Uint8Array, at: number, characters: string): boolean {
  for (let index = 0; index < characters.length; index += 1) {
    if (bytes[at + index] !== characters.charCodeAt(index)) return false;
  }
  return true;
}
