/** The first byte of a block, the body of a `pass` frame (spec/pair.md 1; a piece: spec/files.md 4). */
export const BLOCK = { handshake: 1, frame: 2, farewell: 3, piece: 4 } as const;

/** A block fills its frame but for the frame's own first byte. */
export function blockBytes(classBytes: number): number {
  return classBytes - 1;
}
