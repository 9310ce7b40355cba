import { FILE_LABELS } from "./labels.ts";
import { concat, u64 } from "../notation/bytes.ts";
import { hash } from "../primitives/hash.ts";
import { EMPTY, info } from "../primitives/kdf.ts";

/*
 * What both sides compare of a file (spec/files.md 4): a chain over the tags of its pieces, in order. Each tag stands for its piece, which was
 * authenticated by it, so that no byte of the file is hashed once more.
 */

const LINK = info(FILE_LABELS.fileLink, EMPTY);
const ROOT = info(FILE_LABELS.fileRoot, EMPTY);

/** 32 bytes: the chain before the first piece. */
export const FIRST_LINK: Uint8Array = hash(LINK);

/** The chain with one piece more. @param tag 16 bytes: the last of the piece's block */
export function linkAfter(link: Uint8Array, tag: Uint8Array): Uint8Array {
  return hash(concat(LINK, link, tag));
}

/** What a whole file is known by: its length, and the chain over all its pieces. 32 bytes. */
export function rootOf(link: Uint8Array, total: number): Uint8Array {
  return hash(concat(ROOT, u64(total), link));
}
