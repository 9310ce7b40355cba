/** Spellings in which a text or some bytes could lie hidden in what a relay carried. */
type Spelling = "utf-8" | "utf-16le" | "utf-16be" | "base64" | "base64url" | "hex" | "HEX";

export interface Hit {
  readonly needle: string;
  readonly spelling: Spelling;
  readonly message: number;
}

/**
 * Looks for each needle in each message, in every spelling; base64 in its three alignments. A needle of fewer than 5 bytes would be
 * found in random bytes by chance, and is refused.
 */
export function search(
  messages: readonly Uint8Array[],
  needles: readonly (string | Uint8Array)[],
): readonly Hit[] {
  const wanted = needles.flatMap((needle) => {
    const bytes = Buffer.from(needle);
    if (bytes.length < 5) throw new Error(`A needle of ${bytes.length} bytes proves nothing.`);
    const name = typeof needle === "string" ? needle : bytes.toString("hex");
    return spellings(bytes).map(([spelling, pattern]) => ({ name, spelling, pattern }));
  });
  return messages.flatMap((bytes, message) => {
    const text = Buffer.from(bytes);
    return wanted
      .filter(({ pattern }) => text.includes(pattern))
      .map(({ name, spelling }) => ({ needle: name, spelling, message }));
  });
}

function spellings(bytes: Buffer): readonly (readonly [Spelling, Buffer])[] {
  const little = Buffer.from(bytes.toString("latin1"), "utf16le");
  const big = Buffer.from(little).swap16();
  const encoded = [0, 1, 2].map((shift) => inBase64(bytes, shift));
  return [
    ["utf-8", bytes],
    ["utf-16le", little],
    ["utf-16be", big],
    ...encoded.map((text) => ["base64", Buffer.from(text)] as const),
    ...encoded.map(
      (text) => ["base64url", Buffer.from(text.replaceAll("+", "-").replaceAll("/", "_"))] as const,
    ),
    ["hex", Buffer.from(bytes.toString("hex"))],
    ["HEX", Buffer.from(bytes.toString("hex").toUpperCase())],
  ];
}

/** The characters that do not depend on what stands before and after the bytes. */
function inBase64(bytes: Buffer, shift: number): string {
  const text = Buffer.concat([Buffer.alloc(shift), bytes])
    .toString("base64")
    .replaceAll("=", "");
  const first = Math.ceil((shift * 8) / 6);
  const whole = Math.floor(((shift + bytes.length) * 8) / 6);
  return text.slice(first, whole);
}
