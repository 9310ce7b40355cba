/** Kinds of picture that the page draws. None of them can run anything or ask for anything. */
export type RasterKind = "jpeg" | "png" | "gif" | "webp" | "avif";

/** Kinds of which the page can take out what they say beside the picture. */
export type CleanableKind = Exclude<RasterKind, "avif">;

/** So many bytes from the beginning tell the kind. */
export const HEAD_BYTES = 64;

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
const OTHER = /\.(?:heic|heif|svgz?|tiff?|bmp|dng|raw|cr2|cr3|nef|arw|psd|jxl|jp2|ico)$/i;

/** True for a picture of a kind that is not cleaned. The word of the system and the name are enough to say so. */
export function isOtherPicture(type: string, name: string): boolean {
  return type.startsWith("image/") || OTHER.test(name);
}

/** Whether these characters, each a byte, stand there. */
export function has(bytes: Uint8Array, at: number, characters: string): boolean {
  for (let index = 0; index < characters.length; index += 1) {
    if (bytes[at + index] !== characters.charCodeAt(index)) return false;
  }
  return true;
}
