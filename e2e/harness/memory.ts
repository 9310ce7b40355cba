import { closeSync, openSync, readFileSync, readSync } from "node:fs";

/** Read in pieces of this size, each overlapping the one before by the length of what is sought. */
const PIECE_BYTES = 4 * 1024 * 1024;

/**
 * Counts where some bytes lie in the memory of a process of ours: all that it may write, what was freed and not overwritten included.
 * Needs Linux, and the right to read that process (the same user, or root).
 */
export function countInMemory(pid: number, needle: Uint8Array): number {
  const memory = openSync(`/proc/${pid}/mem`, "r");
  const piece = Buffer.alloc(PIECE_BYTES);
  let count = 0;
  try {
    for (const { start, end } of writable(pid)) {
      for (let at = start; at < end; at += PIECE_BYTES - needle.length) {
        const length = readPiece(memory, piece, at, Math.min(PIECE_BYTES, end - at));
        count += countIn(piece.subarray(0, length), needle);
      }
    }
  } finally {
    closeSync(memory);
  }
  return count;
}

function countIn(bytes: Buffer, needle: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(needle); at !== -1; at = bytes.indexOf(needle, at + 1)) count += 1;
  return count;
}

/** A region can vanish, or be reserved without being there: then there is nothing in it. */
function readPiece(memory: number, piece: Buffer, at: number, length: number): number {
  try {
    return readSync(memory, piece, 0, length, at);
  } catch {
    return 0;
  }
}

function writable(pid: number): readonly { readonly start: number; readonly end: number }[] {
  const lines = readFileSync(`/proc/${pid}/smaps`, "utf8").split("\n");
  const found: { start: number; end: number }[] = [];
  let region: { start: number; end: number } | undefined;
  for (const line of lines) {
    const head = /^([0-9a-f]+)-([0-9a-f]+) (\S+)/.exec(line);
    if (head !== null) {
      region =
        head[3]?.startsWith("rw") === true
          ? { start: Number(`0x${head[1] ?? "0"}`), end: Number(`0x${head[2] ?? "0"}`) }
          : undefined;
    } else if (region !== undefined && /^Rss:\s+[1-9]/.test(line)) {
      found.push(region);
    }
  }
  return found;
}
