/** The five lengths of a binary message on a path, in bytes (spec/content.md 1). */
const CLASSES = [256, 1024, 4096, 16_384, 65_536] as const;

/** One frame byte, 9 of block header and 16 of tag stand around a plaintext (spec/content.md 2). */
const FRAME_OVERHEAD_BYTES = 26;

/** How long the plaintext of a frame is that has to hold so many bytes: the smallest class; null when none does. */
export function plaintextBytesFor(contentBytes: number): number | null {
  const fitting = CLASSES.find((bytes) => bytes - FRAME_OVERHEAD_BYTES >= contentBytes);
  return fitting === undefined ? null : fitting - FRAME_OVERHEAD_BYTES;
}

/** Whether a block of this length fills a frame of some class. */
export function isBlockLength(blockBytes: number): boolean {
  return CLASSES.some((bytes) => bytes - 1 === blockBytes);
}
