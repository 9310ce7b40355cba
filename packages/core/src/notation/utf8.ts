const encoder = new TextEncoder();

/** UTF-8 of a text. Lone surrogates become U+FFFD, as everywhere on the platform. */
export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** The text, or null when the bytes are not well-formed UTF-8. A leading U+FEFF is kept: it is text like any other. */
export function fromUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
