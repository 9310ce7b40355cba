import { FILE_LABELS } from "./labels.ts";
import { concat, u64 } from "../notation/bytes.ts";
import { digest } from "../primitives/digest.ts";
import { hash } from "../primitives/hash.ts";
import { EMPTY, info } from "../primitives/kdf.ts";
import { FILE_LIMITS } from "./limits.ts";

/*
 * The tree over a file's pieces (spec/files.md 4), the shape of RFC 6962 section 2.1, built as leaves come in order. Of n leaves there are as
 * many peaks as n has bits that are one: the roots of whole trees, largest first.
 */
export interface Tree {
  readonly leaves: number;
  /** 32 bytes each; at most 32 of them. */
  readonly peaks: readonly Uint8Array[];
}

export const NO_LEAVES: Tree = { leaves: 0, peaks: [] };

const LEAF = info(FILE_LABELS.fileLeaf, EMPTY);
const NODE = info(FILE_LABELS.fileNode, EMPTY);

/** A file has thousands of pieces: the text of a leaf is put together in one place for all. */
const text = new Uint8Array(LEAF.length + FILE_LIMITS.pieceBytesMax);
text.set(LEAF);

/**
 * The leaf of a piece, at most 65,000 bytes, by the platform's SHA-256: most of a tree's work, and in any order. The platform takes its copy before it
 * answers (Web Cryptography, digest), so that the text is free and erased again at once.
 */
export function leafOf(bytes: Uint8Array): Promise<Uint8Array> {
  text.set(bytes, LEAF.length);
  const leaf = digest(text.subarray(0, LEAF.length + bytes.length));
  text.fill(0, LEAF.length, LEAF.length + bytes.length);
  return leaf;
}

export function addLeaf(tree: Tree, leaf: Uint8Array): Tree {
  const peaks = [...tree.peaks];
  let top = leaf;
  for (let left = tree.leaves; left % 2 === 1; left = Math.floor(left / 2)) {
    top = node(peaks.pop() ?? EMPTY, top);
  }
  return { leaves: tree.leaves + 1, peaks: [...peaks, top] };
}

/** The root over at least one leaf, with the length of what they hold. */
export function rootOf(tree: Tree, total: number): Uint8Array {
  const top = tree.peaks.reduceRight((right, left) => node(left, right));
  return hash(info(FILE_LABELS.fileRoot, concat(u64(total), top)));
}

function node(left: Uint8Array, right: Uint8Array): Uint8Array {
  return hash(concat(NODE, left, right));
}
